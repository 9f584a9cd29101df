/**
 * Every word of the page in English, and by its type the table that each translation fills. Numbers come in as
 * text that is already formatted for the language.
 */
export const en = {
  /** Of the document. */
  title: 'Private image classifier',
  /** The page's name, in two lines beside the icon. */
  name: ['Private', 'image classifier'],
  skip: 'Skip to the photo',

  intro: {
    title: 'What does your photo show?',
    sentence:
      'Choose a photo, and a neural network inside this browser tab names what it shows, out of a thousand kinds of things.',
  },

  pick: {
    choose: 'Choose a photo',
    another: 'Choose another photo',
    /** Beside the photos that are there. */
    more: 'Choose more photos',
    folder: 'Choose a folder',
    hint: (keys: string) => `Or drop one anywhere on this page, or paste it with ${keys}.`,
    drop: 'Drop it: it stays on this device',
    /** Why no photo has come. */
    notices: {
      'nothing-pasted':
        'There is no image in the clipboard. Copy an image, not its link or file path, and paste again.',
      'not-received': 'The browser did not hand the file over. Choose it again, or take a copy of it.',
    },
  },

  samples: {
    title: 'No photo at hand? Try one of these.',
    failed: 'This picture could not be loaded. Check the connection and try again.',
    credits: 'Whose pictures these are',
    licence: 'From the Getty’s Open Content Program. In the public domain (CC0).',
  },

  photo: {
    alt: (name: string) => `Your photo, ${name}`,
    pasted: 'pasted image',
    unnamed: 'photo',
    size: (width: string, height: string) => `${width} × ${height} pixels`,
    noPreview: 'This browser shows no preview of this file.',
    crop: 'What the network sees',
    cropAlt: 'The part of your photo that the network sees',
    cropNote: 'The middle of your photo, made small: 224 × 224 pixels.',
    cropWaiting: 'Cutting out the middle',
  },

  model: {
    loading: 'Loading the model',
    progress: (loaded: string, total: string, percent: string) => `${loaded} of ${total}, ${percent}`,
    starting: 'Starting the model',
    ready: 'Ready',
    pause: 'Pause',
    resume: 'Go on',
    paused: 'Paused',
    metered: 'The model is not loaded yet',
    meteredNote: (size: string) =>
      `Your connection is marked as one that saves data. Loading takes ${size}, and without the model no photo can be classified.`,
    load: 'Load it now',
    notKept: 'The model could not be kept for the next visit:',
  },

  working: {
    title: 'Looking at your photo',
    waiting: 'Waiting for the model',
    waitingNote: 'Your photo comes next, as soon as the model is ready.',
    kept: 'Your photo is kept',
    keptNote: 'It will be classified as soon as the model is there.',
  },

  answer: {
    eyebrow: 'This photo shows most likely',
    confidence: { certain: 'almost certain', likely: 'likely', guess: 'a guess' },
    /** How sure an answer is, in a number and in words. */
    sure: (percent: string, confidence: string) => `${percent}, ${confidence}`,
    /** A group of classes as a headline; `mass` is for names such as clothing. */
    group: (name: string, mass: boolean) =>
      mass
        ? `${name.charAt(0).toUpperCase()}${name.slice(1)}`
        : `${/^[aeiou]/.test(name) ? 'An' : 'A'} ${name}`,
    breedUncertain: 'breed uncertain',
    kindUncertain: 'exact kind uncertain',
    /** Between the group's probability and the best class's name. */
    bestGuess: ', best guess ',
    unrecognised: 'I don’t recognise this',
    unrecognisedReason: 'I know 1000 kinds of things, and none of them fits well.',
    /** Before and after the name of the nearest class. */
    nearest: (percent: string): [string, string] => ['The nearest is ', `, ${percent}.`],
    known: 'See all that I know',
    list: 'The best answers',
    listHint: 'Point at an answer, or tap it, to see what in the photo speaks for it.',
    showTen: 'Show ten',
    showFive: 'Show five',
    made: (backend: string, time: string) => `Computed on this device: ${backend}, ${time}.`,
    decoded: 'This browser adds noise to canvases, so the photo was decoded another way.',
    libheif: (size: string) =>
      `This browser doesn’t read HEIC, so libheif decoded the photo. It is downloaded for such photos only (${size}) and ignores colour profiles.`,
    offer: (name: string, size: string) => `${name} may be faster here. Finding out downloads ${size}.`,
    measure: 'Measure on this device',
  },

  /** What there is beyond the answer, one tab each; each has words of its own. */
  views: {
    title: 'Look closer',
    groups: 'Groups',
    catOrDog: 'Cat or dog',
    compare: 'Compare',
    take: 'Take it along',
    timings: 'Timings',
  },

  backend: {
    engine: 'Own engine',
    wasm: 'WebAssembly',
    webgpu: 'WebGPU',
    threads: (name: string, count: number, text: string) =>
      count === 1 ? `${name}, 1 thread` : `${name}, ${text} threads`,
    left: (name: string) => `${name} is not in use here:`,
  },

  copy: {
    heading: 'Take it along',
    five: 'Copy as JSON',
    best: 'Copy the best only',
    done: 'Copied.',
    refused: (keys: string) => `The browser did not let this page copy. The text is selected: press ${keys}.`,
    text: 'The answer as JSON',
  },

  problem: {
    retry: 'Try again',
    details: 'Technical details',
    tried: 'What was tried',
    remedy: 'What to do',
    texts: {
      'not-an-image': {
        title: 'This file is not an image',
        advice: 'Choose a photo, such as a JPEG, PNG, WebP, AVIF or GIF file.',
      },
      'damaged-image': {
        title: 'This image is damaged',
        advice:
          'It begins like an image, but the browser can’t read it. Open it in another program and save it again, or choose another photo.',
      },
      'unsupported-image': {
        title: 'This browser can’t read this kind of image',
        advice:
          'Most browsers don’t read TIFF or camera raw files, and HEIC photos need a part of this page that has to be downloaded once. Save the photo as JPEG or PNG and choose it again.',
      },
      'image-too-large': {
        title: 'This image is too large',
        advice:
          'It has more pixels than this page can hold. Make a smaller copy in another program and choose that.',
      },
      'canvas-noise': {
        title: 'This browser changes the photo’s pixels',
        advice:
          'To protect against tracking it adds noise to what a page reads from a canvas, and the answer would be wrong. Allow this site to read canvas data, or choose a JPEG, PNG, WebP or AVIF file while you are online.',
      },
      'model-missing': {
        title: 'The model is not here',
        advice:
          'This copy of the site was set up without the trained network, so it can’t classify photos yet.',
      },
      'model-corrupt': {
        title: 'The model’s file is damaged',
        advice:
          'What arrived is not what was published, so it is not used. Try again; if it stays like this, the site has to be published anew.',
      },
      'page-outdated': {
        title: 'This page is of an older version',
        advice:
          'The site has been updated since it was opened. Reload the page to go on; a photo that you have chosen has to be chosen again.',
      },
      network: {
        title: 'The model could not be downloaded',
        advice:
          'Check the connection and try again. A photo that you have chosen is kept and classified then.',
      },
      'no-webassembly': {
        title: 'WebAssembly is switched off here',
        advice:
          'The network runs on WebAssembly. Some protected modes block it: allow it for this page, or use a current Chrome, Edge, Firefox or Safari.',
      },
      'unsupported-browser': {
        title: 'This browser lacks something that the page needs',
        advice: 'Update it, or use a current Chrome, Edge, Firefox or Safari.',
      },
      'worker-blocked': {
        title: 'The browser refused to start the classifier',
        advice:
          'An extension or a security policy forbids the part that computes. Allow scripts of this site, or use another browser window, and try again.',
      },
      'inference-failed': {
        title: 'The network could not finish',
        advice: 'Mostly the device was short of memory. Close other tabs and try again.',
      },
      internal: {
        title: 'Something went wrong in this page',
        advice: 'That is the page’s mistake, not yours. Try again; if it stays like this, reload the page.',
      },
    },
  },

  settings: {
    open: 'Settings',
    language: 'Language',
  },

  footer: {
    privacy:
      'The photo stays in this browser tab. It is classified on your device, and this page sends nothing of it anywhere.',
    made: 'DenseNet-121, trained on ImageNet, run by an engine of our own and by ONNX Runtime Web.',
    limits: 'It knows 1000 kinds of things, and can take anything else for one of them.',
  },

  /** The page itself: what is stored of it, and its privacy. */
  site: {
    privacy: 'Privacy',
    check: 'How to check this',
    panelMissing: 'This part of the page could not be loaded. Check the connection, then reload the page.',
    install: 'Install',
    updateAvailable: 'Update available',
    updateNote: 'A newer version of this page is stored. The page reloads to use it.',
    update: 'Update',
    updateLater: 'Updates as soon as your photo is done',
    updating: 'Updating…',
    offline: {
      ready: 'Ready to work offline',
      awaited: 'Works offline once the model is loaded',
      notKept: 'Not available offline: the model can’t be kept here',
      incomplete: (stored: string, expected: string) =>
        `Not available offline yet: ${stored} of ${expected} files are stored`,
      unserved: 'Works offline after the page is reloaded',
      unavailable: 'Not available offline in this window',
      erased: 'Everything stored has been deleted',
      deleting: 'Deleting what is stored',
      development: 'Development server: not available offline',
    },
  },

  /** For a screen reader, when something has happened. */
  announce: {
    done: (answer: string) => `Best answer: ${answer}.`,
    none: (nearest: string) => `Best answer: none that fits. ${nearest}`,
    failed: (title: string, advice: string) => `${title}. ${advice}`,
  },

  /** A share of a hundred: the number has one decimal. */
  percent: (number: string) => `${number}\u00a0%`,
  percentBelow: (number: string) => `<\u00a0${number}\u00a0%`,
  percentAbove: (number: string) => `>\u00a0${number}\u00a0%`,
}

/** The table that a language fills. */
export type Words = typeof en

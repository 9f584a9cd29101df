/** The words of the settings, which are loaded when they are opened. English fills the type for the others. */
export const en = {
  title: 'Settings',
  close: 'Close',

  theme: {
    title: 'Appearance',
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
  },

  compute: {
    title: 'Computed by',
    auto: 'Automatic',
    notes: {
      auto: 'The fastest that gives the right answers on this device.',
      engine: 'Written for this page alone: 8-bit arithmetic on the processor. Nothing more to download.',
      webgpu: 'ONNX Runtime on the graphics processor, where browser and device have one for it.',
      wasm: 'ONNX Runtime on the processor. Runs in every current browser.',
    },
    runtime: (size: string) => `The runtime is downloaded once, ${size} unpacked.`,
    notExact: 'Not with exact answers.',
    stuck: 'It does not run here this way. Choose Automatic to go on.',
  },

  measure: {
    title: 'Measure on this device',
    note: 'Runs each way to compute on one picture here, and compares their time and their answers. Nothing is measured unless you ask for it.',
    download: (name: string, size: string) => `${name} has to be downloaded for it, once: ${size}.`,
    noDownload: 'Nothing has to be downloaded for it.',
    running: 'Measuring',
    downloading: 'Downloading what is measured',
    cancel: 'Cancel',
    again: 'Measure again',
    failed: 'It could not be measured.',
    way: 'Way',
    time: 'Time of an answer',
    difference: 'Probabilities differ by',
    anotherAnswer: 'Gives another answer',
    fastest: (name: string) => `The fastest here is ${name}.`,
    inUse: 'It is in use already.',
    adopt: (name: string) => `Compute by ${name}`,
    adopted: 'It computes from now on, on the next visits too.',
  },

  exact: {
    title: 'Exact answers',
    label: 'Use the exact file',
    buys: (size: string, exact: string, small: string) =>
      `Downloads ${size} more, once, and runs on ONNX Runtime. Its best answer is PyTorch’s on ${exact} test photos; the small file’s on ${small}.`,
    of: (same: string, photos: string) => `${same} of ${photos}`,
  },

  accuracy: {
    title: 'How right the answers are',
    note: 'Each way to run the network here, compared with PyTorch on test photos: how often the best answer is the same, and by how much its probability differs on average.',
    way: 'Way',
    same: 'Same best answer',
    change: 'Probability differs by',
    ways: {
      exact: 'Exact file',
      small: 'Small file',
      engine: 'Small file, own engine',
    },
    points: (number: string) => `${number} points`,
    imagenet: (top1: string, top5: string) =>
      `The network itself, on the 50,000 photos of ImageNet’s own test, as torchvision publishes it: right with its best answer for ${top1}, among its best five for ${top5}.`,
  },
}

export type SettingsWords = typeof en

/** Many photos together: loaded with the grid. */
export const en = {
  title: 'Your photos',
  keys: 'Arrow keys move, Enter opens a photo, Space selects it, Delete removes what is selected.',

  progress: {
    label: 'Photos answered',
    done: (done: string, all: string) => `${done} of ${all}`,
    pace: (rate: string) => `${rate} photos a second`,
    left: {
      seconds: 'less than a minute left',
      minutes: (count: string) => `about ${count} min left`,
      hours: (count: string) => `about ${count} h left`,
    },
    pause: 'Pause',
    resume: 'Go on',
    cancel: 'Cancel',
    paused: 'Paused',
    retry: (count: string) => `Try again: ${count}`,
    finished: (count: string) => `All photos have been answered: ${count}.`,
  },

  filter: {
    label: 'How sure the answer is',
    all: 'All',
    certain: 'Almost certain',
    likely: 'Likely',
    unsure: 'Unsure',
    failed: 'Failed',
    open: 'Not answered',
    shows: 'What it shows',
    anything: 'Anything',
    groups: 'Groups',
    kinds: 'Kinds',
    text: 'Search names and answers',
    sort: 'Order',
    nothing: 'No photo fits. Choose another filter.',
    clear: 'Show all',
  },

  sort: {
    added: 'As added',
    name: 'By name',
    newest: 'Newest first',
    kind: 'By answer',
    sure: 'Most certain first',
    unsure: 'Least certain first',
  },

  tile: {
    select: (name: string) => `Select ${name}`,
    waiting: 'Waiting',
    asked: 'Looking',
    cancelled: 'Called off',
    unrecognised: 'Not recognised',
    same: (name: string) => `Same file as ${name}`,
  },

  selection: {
    count: (count: string) => `${count} selected`,
    all: 'Select all',
    none: 'Clear selection',
    remove: 'Remove',
    removed: (count: string) => `Removed from the list: ${count}`,
    undo: 'Undo',
  },

  save: {
    as: 'Save the answers as',
    format: {
      csv: 'Table (CSV)',
      'json-lines': 'JSON Lines',
      'json-best': 'JSON, the best answer',
      'json-ranked': 'JSON, the five best',
      list: 'List of file names',
      xmp: 'Keywords for photo programs (XMP, a.jpg.xmp)',
      'xmp-stem': 'Keywords for photo programs (XMP, a.xmp)',
    },
    save: (count: string) => `Save ${count}`,
    failed: 'The file could not be made. Select fewer photos, or try again while you are online.',
  },

  step: {
    label: 'From photo to photo',
    back: 'All photos',
    before: 'Previous photo',
    next: 'Next photo',
    place: (place: string, all: string) => `${place} of ${all}`,
  },
}

export type GridWords = typeof en

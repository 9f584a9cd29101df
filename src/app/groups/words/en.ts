/** The views of the answer by groups: loaded with them. */
export const en = {
  groups: {
    lead: 'Every kind that the network knows belongs to groups. A group is as probable as all kinds in it together.',
    tree: 'The answer by groups',
    /** The kinds of a group that are not listed one by one. */
    others: (count: string) => `${count} other kinds`,
    other: 'One other kind',
    hint: 'Arrow keys move and open, as in a list of folders.',
    known: 'All 1000 kinds',
  },
  catOrDog: {
    cat: 'cat',
    dog: 'dog',
    answer: (cat: string, dog: string) => `This image is ${cat} percent cat and ${dog} percent dog.`,
    neither: 'This image is neither a cat nor a dog.',
    neitherNote: (both: string, threshold: string) =>
      `Domestic cats and dogs together have ${both} of the probability, less than ${threshold}, so their shares would say nothing.`,
    note: (cat: string, dog: string, rest: string) =>
      `The shares are relative to each other. Of all probability, the five kinds of domestic cats have ${cat}, the 118 breeds of dogs ${dog}, and all else ${rest}.`,
  },
  known: {
    title: 'All that I know',
    close: 'Close',
    lead: 'The network learned these 1000 kinds of things from photos, and nothing else. Whatever a photo shows, it compares with these.',
    search: 'Search',
    searchHint: 'In English, such as “dog” or “Felis”.',
    found: (count: string) => `${count} of 1000 kinds`,
    none: 'None of the 1000 kinds has such a name.',
    tree: 'The 1000 kinds in groups',
    withAnswer: 'The percentages are those of your photo.',
    source: 'Names and groups are from WordNet 3.0, shortened for this page.',
    licence: 'WordNet’s licence',
  },
}

export type GroupWords = typeof en

/** What the network sees and why it answers so: loaded with the tools on the photo. */
export const en = {
  views: {
    legend: 'What the network sees',
    center: 'Middle',
    region: 'My own part',
    whole: 'Whole image',
    average5: 'Average of 5',
    average10: 'Average of 10',
  },
  notes: {
    center: 'The middle of the photo, 224 × 224 pixels: the usual way, and how the network was tested.',
    region: 'The part in the frame. Drag the frame, pinch or use the buttons to make it larger or smaller.',
    whole:
      'All of the photo, made to fit; the bars beside it get ImageNet’s mean colour, which says nothing.',
    average5: 'The middle and the four corners, one after another; the five probabilities are averaged.',
    average10: 'The same five parts and their mirror images; the ten probabilities are averaged.',
  },
  reset: 'Back to the middle',
  smaller: 'Show less',
  larger: 'Show more',
  updating: 'Looking again …',
  failed: 'The network could not look at the photo that way. The former answer stays.',
  frame: {
    name: 'What the network sees',
    role: 'movable frame',
    hint: 'Arrow keys move it, with Shift by little. Plus and minus make it larger and smaller. Home goes back to the middle.',
    /** All in percent of the photo. */
    position: (left: string, top: string, width: string) =>
      `${left} from the left, ${top} from the top, ${width} wide`,
  },
  why: {
    button: 'Why?',
    title: (name: string) => `What speaks for ${name}`,
    least: 'least',
    most: 'most',
    scale:
      'Each spot’s contribution to the class’s score (logit); the score is the mean of all spots plus a constant. One scale for the best answers of this photo.',
    scaleAverage:
      'Each spot’s contribution to the class’s score (logit), averaged over the parts that show it. One scale for the best answers of this photo.',
    opacity: 'Strength of the map',
    photoOnly: 'Photo only',
    map: (name: string) => `Map of what speaks for ${name}`,
  },
  compare: {
    lead: 'Two classes, and where in the photo the network saw what speaks for each.',
    first: 'First class',
    second: 'Second class',
    hint: 'Type a name and choose from the list.',
    unknown: 'No class has this name.',
    swap: 'Swap',
    difference: (first: string, second: string) => `${first} or ${second}`,
    differenceNote: (first: string, second: string) =>
      `What speaks more for ${first}, and what for ${second}.`,
    scale: 'Each spot’s contribution to the class’s score (logit), on one scale for both classes.',
    scaleAverage:
      'Each spot’s contribution to the class’s score (logit), averaged over the parts that show it, on one scale for both classes.',
    same: 'These are the same class. Choose another to compare with.',
    likelier: (first: string, second: string, times: string) =>
      `${first} is ${times} times as likely as ${second}.`,
    equallyLikely: (first: string, second: string) => `${first} and ${second} are equally likely.`,
    scores: (difference: string) => `Their scores (logits) differ by ${difference}.`,
    similar: (name: string) => `Easily confused with ${name}`,
    similarNote:
      'The five classes whose weights in the last layer are most alike, and how likely each is for this photo. Choose one to compare with.',
  },
}

export type SeenWords = typeof en

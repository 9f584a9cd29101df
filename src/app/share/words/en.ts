/** The words of the view "Take it along", which is loaded when it is opened. English fills the type for the others. */
export const en = {
  text: 'Copy as text',
  picture: 'Copy as picture',
  save: 'Save picture',
  share: 'Share…',
  print: 'Print',
  textLabel: 'The answer as text',
  preview: (title: string) => `The picture: your photo and the answer, ${title}`,
  withMap: 'With the map of what speaks for',
  map: (name: string) => `In colour: what in the photo speaks for ${name}`,
  footer: (photo: string, model: string, date: string) => `${photo}, named by ${model} in a browser, ${date}`,
  copied: 'Copied.',
  saved: 'Saved with your downloads.',
  shared: 'Handed over.',
  refused: 'The browser did not let this page copy a picture. Save it instead.',
  notShared: 'That could not be shared. Save the picture instead.',
  failed: 'The picture could not be made:',
  noisy:
    'To protect you from being recognized, this browser scrambles every picture that a page makes. So the answer can be taken along as text or on paper.',
  note: 'The picture is made on this device. It leaves it only if you share it, by the app that you choose.',
}

export type TakeWords = typeof en

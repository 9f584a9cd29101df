/** The words of the privacy panel, which is loaded when it is opened. English fills the type for the others. */
export const en = {
  title: 'Privacy',
  lead: 'Your photo is classified on this device. You don’t have to take anyone’s word for that: the browser enforces it, and you can check.',
  close: 'Close',

  refused: {
    title: 'What the browser refuses this page',
    hosts:
      'To reach any other host: by requests, sockets, beacons, images, fonts, forms, or any other way that a content security policy knows.',
    scripts: 'To run a script that did not come with this site, or one that is put together from text.',
    frames: 'To appear inside another site’s frame, where it could be imitated.',
    devices: 'To use camera, microphone, location, USB and the like, or even to ask for them.',
    served:
      'The service worker sends this policy with every file, the script that handles your photo included.',
    inherited:
      'In this window the policy stands in the page itself, and the thread that handles your photo inherits it.',
    none: 'The development server sends no policy. The built site does.',
    exact: 'The policy, word for word',
  },

  selfTest: {
    title: 'Let it try',
    note: 'The page, and a thread like the one that sees your photo, now really try to send the word “probe” to example.com in each way that a script has. The browser’s console shows its refusals.',
    run: 'Run the test',
    again: 'Run it again',
    running: 'Trying…',
    way: 'Way',
    page: 'Page',
    worker: 'Photo’s thread',
    results: {
      refused: 'Refused',
      unclear: 'Unclear',
      sent: 'Got through',
      absent: 'Not there',
    },
    allRefused: 'The browser refused every attempt.',
    unclear: (count: string) =>
      `${count} failed for another reason, such as flight mode or a blocker. That proves nothing either way.`,
    sent: 'Something got through. Don’t give this page a photo, and tell whoever runs this site.',
    failed: 'The test could not run:',
  },

  requests: {
    title: 'What was requested',
    note: 'All requests since this page opened, as its service worker and the browser list them. Other open tabs of this site are included; what the browser fetches by itself to look for a new version is not. After its first answer the page fetches its sample pictures, to have them offline.',
    noteUnserved:
      'What the browser tells this page about its requests. Without a service worker it is not told what the photo’s thread requests: the developer tools show that.',
    photo: 'Requests to the network that could carry a photo (all but GET)',
    uncounted: 'Not counted here',
    how: 'How that is known: only the service worker can reach the network, and it sends nothing but GET requests without a body to this site’s own host. The steps below check it without believing this page.',
    network: 'Reached the network',
    device: 'Answered on this device',
    refused: 'Refused',
    unknown: 'Seen by the browser only',
    list: 'The list of requests',
    method: 'Method',
    path: 'Path',
    size: 'Bytes',
    by: 'Answered by',
    from: {
      cache: 'This device',
      page: 'This page',
      network: 'Network',
      refused: 'Refused',
      browser: 'Browser',
    },
    unknownValue: 'unknown',
    refresh: 'Refresh the list',
  },

  check: {
    title: 'Check it yourself, in three steps',
    steps: [
      'Open the developer tools (F12; on a Mac ⌥⌘I), choose Network, and classify a photo. No request appears that carries it.',
      'When the bottom of the page says “Ready to work offline”, switch on flight mode, reload, and classify another photo. It works, because nothing has to be sent.',
      'Back online, type fetch("https://example.com") in the developer tools’ console. The browser refuses, and names the policy.',
    ],
  },

  limits: {
    title: 'What this does not cover',
    items: [
      'The host that serves this site logs what every web server sees: your IP address, the time, and which of its files were fetched.',
      'The policy allows requests to this site’s own host, because the page and the model come from there. The list above shows them.',
      'A policy does not stop a page from leading you to another address, nor does it govern WebRTC. This page does neither.',
      'Browser extensions can see and change every page that you allow them on.',
      'No header can bind the service worker itself on a plain static host. It is kept small enough to read in one sitting, fetches only through own-fetch.ts, which lets nothing but GET requests to the own host pass, and a test shows it.',
    ],
  },

  stored: {
    title: 'What is stored on this device',
    note: 'The page with its sample pictures and the model, so that they work offline, and your settings. Nothing of a photo is stored. Where and when it was taken (EXIF) is not sent, not shown, and not part of what you copy.',
    offline: 'Offline',
    checking: 'Being checked',
    used: 'Space in use',
    unknown: 'The browser does not tell',
    lasting: 'How long',
    persistent: 'Until you delete it: the browser has agreed',
    transient: 'Until the browser needs the space',
    unavailable: {
      unsupported: 'This browser window has no service worker; private windows often don’t.',
      blocked: 'This browser window does not allow a service worker.',
      failed: 'The service worker could not be installed. Reloading may help.',
    },
    lost: 'What is lost: working offline, more than one thread, and POST predict. Photos are classified all the same.',
    notKept: 'The model is downloaded again on the next visit, because the browser could not keep it:',
    erase: 'Delete everything stored',
    confirm:
      'Delete the page, the model and your settings from this device? The next visit downloads them again.',
    yes: 'Delete',
    no: 'Keep',
    erasing: 'Deleting…',
    erased:
      'Deleted: the page, the model, your settings. This tab goes on from memory until you close it. The browser’s own cache of visited pages is cleared in its settings.',
    unstopped:
      'Deleted, but another open tab of this site did not stop in time and may store something again. Close it, then delete once more.',
    eraseAgain: 'Delete once more',
    erasedElsewhere:
      'Everything stored is being deleted from another tab. This tab stores nothing any more, and goes on from memory until you close it.',
    failures: 'This could not be deleted:',
  },

  licences: 'Licences of what is shipped',

  developers: {
    title: 'For developers',
    note: 'POST predict answers like the REST tutorials’ server, inside this browser: the service worker hands the file to this page and asks no network. Only scripts of this origin can call it.',
    unserved: 'It needs the service worker, which does not serve this window.',
    field:
      'The file comes as the field “file” of a multipart form. ?top=5 asks for the five best; 1 to 1000. Several fields “file”, up to 100, are answered by an array in their order.',
    status: 'Status',
    meaning: 'Meaning',
    statuses: {
      200: 'The best class; with ?top=5 the five best.',
      400: 'The form has no file, or top is no number from 1 to 1000.',
      405: 'Not POST.',
      413: 'More than 64 MiB, or more pixels than the page can hold.',
      415: 'Not an image, or one that this browser can’t read.',
      500: 'The model could not be loaded, or it failed on this photo. The body says which; waiting does not help.',
      503: 'The model is not ready or no page is open; Retry-After says when to ask again.',
    },
    errors: 'An error’s body:',
    snippet: 'To paste into the console',
    copy: 'Copy',
    copied: 'Copied.',
    refused: 'The browser did not let this page copy. Select the text and copy it.',
  },
}

/** The table that a language fills. */
export type PrivacyWords = typeof en

/** The tools on an answered photo, one chunk: the frame, its choices and the map. */
import './crop.css'

export { PhotoMap } from '../why/PhotoMap.tsx'
export { WhyControls } from '../why/WhyControls.tsx'
export { Choices } from './Choices.tsx'
export { Frame } from './Frame.tsx'

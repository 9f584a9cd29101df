import { describeSameTexts } from '../../../words/test/same-texts.ts'
import { seenWords } from './index.ts'

describeSameTexts('the tools on the photo', seenWords)

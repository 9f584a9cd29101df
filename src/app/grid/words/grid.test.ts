import { describeSameTexts } from '../../../words/test/same-texts.ts'
import { gridWords } from './index.ts'

describeSameTexts('the grid', gridWords)

import type { TakeWords } from './en.ts'

/** 한국어 */
export const ko: TakeWords = {
  text: '텍스트로 복사',
  picture: '그림으로 복사',
  save: '그림 저장',
  share: '공유…',
  print: '인쇄',
  textLabel: '텍스트 형식의 결과',
  preview: (title) => `그림: 사진과 결과, ${title}`,
  withMap: '다음의 근거 지도와 함께:',
  map: (name) => `색: 사진에서 ${name}의 근거가 된 곳`,
  footer: (photo, model, date) => `${photo}, 브라우저에서 ${model}(으)로 분류, ${date}`,
  copied: '복사했습니다.',
  saved: '다운로드 폴더에 저장했습니다.',
  shared: '전달했습니다.',
  refused: '브라우저가 그림 복사를 허용하지 않았습니다. 대신 저장하세요.',
  notShared: '공유하지 못했습니다. 대신 그림을 저장하세요.',
  failed: '그림을 만들지 못했습니다:',
  noisy:
    '이 브라우저는 추적을 막으려고 페이지가 만드는 그림의 픽셀을 모두 뒤섞습니다. 그래서 결과는 텍스트로 복사하거나 인쇄할 수만 있습니다.',
  note: '그림은 이 기기에서 만듭니다. 직접 고른 앱으로 공유할 때만 기기를 벗어납니다.',
}

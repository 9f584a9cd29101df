import type { TimingsWords } from './en.ts'

/** 한국어 */
export const ko: TimingsWords = {
  total: '파일에서 결과까지',
  chart: (parts) => `실제 비율로 그린 막대: ${parts}`,
  part: (name, time) => `${name} ${time}`,
  hint: '각 단계를 열면 설명이 나옵니다.',
  steps: {
    decode: {
      name: '디코딩',
      text: '브라우저가 파일(JPEG, PNG 등)을 픽셀로 풀고, 카메라가 기록한 방향대로 바로 세우고, 색을 sRGB로 맞춥니다. 사진이 클수록 오래 걸립니다.',
    },
    preprocess: {
      name: '크기 조정과 자르기',
      text: '짧은 변을 255픽셀로 줄이고 224 × 224를 잘라 냅니다. 계산은 파이썬 라이브러리 Pillow와 비트까지 같습니다. 그다음 색을 0 주변의 숫자로 바꿉니다.',
    },
    inference: {
      name: '신경망',
      text: 'DenseNet의 121개 층을 계산합니다. 한 번 볼 때마다 곱셈과 덧셈 28억 번으로, 어느 사진이나 같습니다. 걸리는 시간은 기기에 달려 있습니다.',
    },
  },
  looks: (count) => `여기서는 신경망이 ${count}개 부분을 차례로 보았습니다.`,
  waiting: '모델을 내려받거나 시작하기를 기다린 시간은 넣지 않았습니다.',
  backend: '계산 방식',
  model: '모델',
  variants: {
    int8: 'DenseNet-121, 작은 파일: 8비트 가중치',
    fp16: 'DenseNet-121, 정확한 파일: 16비트 가중치',
  },
  variant: (id) => `DenseNet-121, ${id}`,
  dimensions: '사진',
}

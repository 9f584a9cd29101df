import type { SettingsWords } from './en.ts'

/** 한국어 */
export const ko: SettingsWords = {
  title: '설정',
  close: '닫기',

  theme: {
    title: '화면 모드',
    system: '시스템 설정',
    light: '밝게',
    dark: '어둡게',
  },

  compute: {
    title: '계산 방식',
    auto: '자동',
    notes: {
      auto: '이 기기에서 맞는 답을 내는 것 중 가장 빠른 방식입니다.',
      engine: '이 페이지만을 위해 만든 8비트 연산으로, 프로세서에서 돌아갑니다. 더 내려받을 것이 없습니다.',
      webgpu: '그래픽 프로세서에서 돌아가는 ONNX Runtime입니다. 브라우저와 기기가 지원해야 합니다.',
      wasm: '프로세서에서 돌아가는 ONNX Runtime입니다. 요즘 브라우저라면 어디서나 됩니다.',
    },
    runtime: (size) => `런타임은 한 번만 내려받으며, 압축을 풀면 ${size}입니다.`,
    notExact: '정확한 결과와 함께 쓸 수 없습니다.',
    stuck: '이 방식은 여기서 돌아가지 않습니다. 계속하려면 자동을 고르세요.',
  },

  measure: {
    title: '이 기기에서 재기',
    note: '각 방식을 이 기기에서 사진 한 장으로 돌려 시간과 답을 비교합니다. 요청할 때만 잽니다.',
    download: (name, size) => `${name}은(는) 재기 위해 한 번 내려받아야 합니다: ${size}.`,
    noDownload: '재기 위해 내려받을 것은 없습니다.',
    running: '재는 중',
    downloading: '잴 것을 내려받는 중',
    cancel: '취소',
    again: '다시 재기',
    failed: '잴 수 없었습니다.',
    way: '방식',
    time: '답 하나의 시간',
    difference: '확률 차이',
    anotherAnswer: '답이 다름',
    fastest: (name) => `여기서 가장 빠른 방식: ${name}.`,
    inUse: '이미 쓰고 있습니다.',
    adopt: (name) => `${name}(으)로 계산`,
    adopted: '이제부터, 다음 방문에도 이 방식으로 계산합니다.',
  },

  exact: {
    title: '정확한 결과',
    label: '정확한 파일 사용',
    buys: (size, exact, small) =>
      `${size}를 한 번 더 내려받으며, ONNX Runtime으로 돌아갑니다. 가장 가능성 높은 답이 PyTorch와 같은 시험 사진은 ${exact}장이며, 작은 파일은 ${small}장입니다.`,
    of: (same, photos) => `${photos}장 중 ${same}`,
  },

  accuracy: {
    title: '결과는 얼마나 맞을까요',
    note: '여기서 신경망을 돌리는 방식마다 시험 사진으로 PyTorch와 비교했습니다. 가장 가능성 높은 답이 얼마나 자주 같은지, 그 확률이 평균 얼마나 다른지입니다.',
    way: '방식',
    same: '같은 답',
    change: '확률 차이',
    ways: {
      exact: '정확한 파일',
      small: '작은 파일',
      engine: '작은 파일, 자체 엔진',
    },
    points: (number) => `${number}%p`,
    imagenet: (top1, top5) =>
      `신경망 자체의 정확도(ImageNet의 시험 사진 5만 장, torchvision 발표): 첫 번째 답이 맞은 경우 ${top1}, 다섯 가지 안에 든 경우 ${top5}.`,
  },
}

import type { Words } from './en.ts'

/** 한국어 */
export const ko: Words = {
  title: '프라이빗 이미지 분류기',
  name: ['프라이빗', '이미지 분류기'],
  skip: '사진으로 건너뛰기',

  intro: {
    title: '이 사진에는 무엇이 있을까요?',
    sentence: '사진을 고르면 이 브라우저 탭 안의 신경망이 천 가지 대상 중에서 무엇이 찍혔는지 알려 줍니다.',
  },

  pick: {
    choose: '사진 고르기',
    another: '다른 사진 고르기',
    /** Beside the photos that are there. */
    more: '사진 더 고르기',
    folder: '폴더 고르기',
    hint: (keys) => `페이지 아무 곳에나 끌어다 놓거나 ${keys}로 붙여 넣어도 됩니다.`,
    drop: '놓으세요. 사진은 이 기기를 벗어나지 않습니다',
    /** Why no photo has come. */
    notices: {
      'nothing-pasted':
        '클립보드에 이미지가 없습니다. 링크나 파일 경로가 아닌 이미지 자체를 복사한 뒤 다시 붙여 넣으세요.',
      'not-received': '브라우저가 파일을 넘겨주지 않았습니다. 다시 고르거나 사본을 고르세요.',
    },
  },

  samples: {
    title: '가지고 있는 사진이 없나요? 이 중에서 골라 보세요.',
    failed: '이 사진을 불러오지 못했습니다. 연결을 확인하고 다시 시도하세요.',
    credits: '사진 출처',
    licence: 'Getty 오픈 콘텐츠 프로그램 제공. 퍼블릭 도메인(CC0).',
  },

  photo: {
    alt: (name) => `선택한 사진: ${name}`,
    pasted: '붙여 넣은 이미지',
    unnamed: '사진',
    size: (width, height) => `${width} × ${height}픽셀`,
    noPreview: '이 브라우저에서는 이 파일을 미리 볼 수 없습니다.',
    crop: '신경망이 보는 것',
    cropAlt: '사진에서 신경망이 보는 부분',
    cropNote: '사진 가운데를 224 × 224픽셀로 줄인 것입니다.',
    cropWaiting: '가운데를 잘라 내는 중',
  },

  model: {
    loading: '모델을 불러오는 중',
    progress: (loaded, total, percent) => `${total} 중 ${loaded}, ${percent}`,
    starting: '모델을 시작하는 중',
    ready: '준비됨',
    pause: '일시 정지',
    resume: '계속',
    paused: '일시 정지됨',
    metered: '모델을 아직 불러오지 않았습니다',
    meteredNote: (size) =>
      `데이터 절약 연결을 사용하고 있습니다. 불러오려면 ${size}가 필요하며, 모델 없이는 사진을 분류할 수 없습니다.`,
    load: '지금 불러오기',
    notKept: '다음 방문을 위해 모델을 저장하지 못했습니다:',
  },

  working: {
    title: '사진을 살펴보는 중',
    waiting: '모델을 기다리는 중',
    waitingNote: '모델이 준비되는 대로 이 사진을 분류합니다.',
    kept: '사진을 보관하고 있습니다',
    keptNote: '모델이 준비되면 바로 분류합니다.',
  },

  answer: {
    eyebrow: '이 사진은 아마도',
    confidence: { certain: '거의 확실함', likely: '가능성 높음', guess: '추측' },
    sure: (percent, confidence) => `${percent}, ${confidence}`,
    group: (name) => name,
    breedUncertain: '품종은 확실하지 않음',
    kindUncertain: '정확한 종류는 확실하지 않음',
    bestGuess: ', 가장 가까운 추측은 ',
    unrecognised: '무엇인지 알아보지 못했습니다',
    unrecognisedReason: '1000가지 대상만 알고 있는데, 그중 잘 맞는 것이 없습니다.',
    nearest: (percent) => ['가장 가까운 것: ', `, ${percent}.`],
    known: '알고 있는 대상 모두 보기',
    list: '가장 가능성 높은 답',
    listHint: '답을 가리키거나 누르면 사진의 어느 부분이 근거인지 보여 줍니다.',
    showTen: '열 개 보기',
    showFive: '다섯 개만 보기',
    made: (backend, time) => `이 기기에서 계산: ${backend}, ${time}.`,
    decoded: '이 브라우저는 캔버스에 잡음을 넣으므로 사진을 다른 방법으로 읽었습니다.',
    libheif: (size) =>
      `이 브라우저는 HEIC를 읽지 못해 libheif로 사진을 열었습니다. libheif는 이런 사진에만 내려받으며(${size}) 색상 프로필을 무시합니다.`,
    offer: (name, size) => `여기서는 ${name}가 더 빠를 수 있습니다. 확인하려면 ${size}를 내려받습니다.`,
    measure: '이 기기에서 재기',
  },

  views: {
    title: '더 자세히 보기',
    groups: '그룹',
    catOrDog: '고양이 또는 개',
    compare: '비교',
    take: '가져가기',
    timings: '소요 시간',
  },

  backend: {
    engine: '자체 엔진',
    wasm: 'WebAssembly',
    webgpu: 'WebGPU',
    threads: (name, _count, text) => `${name}, 스레드 ${text}개`,
    left: (name) => `${name}를 사용하지 않는 이유:`,
  },

  copy: {
    heading: '결과 가져가기',
    five: 'JSON으로 복사',
    best: '첫 번째 답만 복사',
    done: '복사했습니다.',
    refused: (keys) => `브라우저가 복사를 허용하지 않았습니다. 텍스트가 선택되어 있으니 ${keys}를 누르세요.`,
    text: 'JSON 형식의 결과',
  },

  problem: {
    retry: '다시 시도',
    details: '기술 정보',
    tried: '시도한 방법',
    remedy: '해결 방법',
    texts: {
      'not-an-image': {
        title: '이 파일은 이미지가 아닙니다',
        advice: 'JPEG, PNG, WebP, AVIF, GIF 같은 사진 파일을 고르세요.',
      },
      'damaged-image': {
        title: '손상된 이미지입니다',
        advice:
          '이미지로 시작하지만 브라우저가 읽을 수 없습니다. 다른 프로그램에서 열어 다시 저장하거나 다른 사진을 고르세요.',
      },
      'unsupported-image': {
        title: '이 브라우저가 읽지 못하는 이미지 형식입니다',
        advice:
          '대부분의 브라우저는 TIFF와 카메라 RAW 파일을 읽지 못하며, HEIC 사진은 이 페이지의 일부를 한 번 내려받아야 열 수 있습니다. JPEG나 PNG로 저장한 뒤 다시 고르세요.',
      },
      'image-too-large': {
        title: '이미지가 너무 큽니다',
        advice:
          '이 페이지가 다룰 수 있는 픽셀 수를 넘습니다. 다른 프로그램에서 크기를 줄인 사본을 만들어 고르세요.',
      },
      'canvas-noise': {
        title: '이 브라우저가 사진의 픽셀을 바꿉니다',
        advice:
          '추적을 막으려고 페이지가 캔버스에서 읽는 값에 잡음을 넣기 때문에 답이 틀리게 됩니다. 이 사이트에 캔버스 데이터 읽기를 허용하거나, 온라인 상태에서 JPEG, PNG, WebP, AVIF 파일을 선택하세요.',
      },
      'model-missing': {
        title: '모델이 없습니다',
        advice: '이 사이트는 학습된 신경망 없이 설치되어 아직 사진을 분류할 수 없습니다.',
      },
      'model-corrupt': {
        title: '모델 파일이 손상되었습니다',
        advice:
          '받은 파일이 게시된 것과 달라 사용하지 않습니다. 다시 시도해 보고, 계속되면 사이트를 다시 게시해야 합니다.',
      },
      'page-outdated': {
        title: '이 페이지는 이전 버전입니다',
        advice:
          '페이지를 연 뒤에 사이트가 업데이트되었습니다. 계속하려면 새로고침하세요. 선택한 사진은 다시 선택해야 합니다.',
      },
      network: {
        title: '모델을 내려받지 못했습니다',
        advice: '연결을 확인하고 다시 시도하세요. 이미 고른 사진은 보관했다가 그때 분류합니다.',
      },
      'no-webassembly': {
        title: 'WebAssembly가 꺼져 있습니다',
        advice:
          '신경망은 WebAssembly로 실행됩니다. 일부 보호 모드에서 차단되므로 이 페이지에서 허용하거나 최신 Chrome, Edge, Firefox, Safari를 사용하세요.',
      },
      'unsupported-browser': {
        title: '이 브라우저에는 페이지에 필요한 기능이 없습니다',
        advice: '브라우저를 업데이트하거나 최신 Chrome, Edge, Firefox, Safari를 사용하세요.',
      },
      'worker-blocked': {
        title: '브라우저가 분류기 실행을 거부했습니다',
        advice:
          '확장 프로그램이나 보안 정책이 계산을 맡은 부분을 막고 있습니다. 이 사이트의 스크립트를 허용하거나 다른 창에서 다시 시도하세요.',
      },
      'inference-failed': {
        title: '신경망이 계산을 끝내지 못했습니다',
        advice: '대개 기기의 메모리가 부족할 때 생깁니다. 다른 탭을 닫고 다시 시도하세요.',
      },
      internal: {
        title: '페이지에 문제가 생겼습니다',
        advice:
          '사용자의 잘못이 아니라 페이지의 오류입니다. 다시 시도해 보고, 계속되면 페이지를 새로 고치세요.',
      },
    },
  },

  settings: {
    open: '설정',
    language: '언어',
  },

  footer: {
    privacy:
      '사진은 이 브라우저 탭에 머무릅니다. 분류는 사용자의 기기에서 이루어지며, 이 페이지는 사진의 어떤 내용도 전송하지 않습니다.',
    made: 'ImageNet으로 학습한 DenseNet-121을 자체 엔진과 ONNX Runtime Web으로 실행합니다.',
    limits: '1000가지 대상만 알며, 다른 것은 그중 하나로 착각할 수 있습니다.',
  },

  site: {
    privacy: '개인정보',
    check: '직접 확인하는 방법',
    panelMissing: '이 부분을 불러오지 못했습니다. 연결을 확인한 뒤 페이지를 새로 고치세요.',
    install: '설치',
    updateAvailable: '업데이트가 있습니다',
    updateNote: '새 버전이 저장되어 있습니다. 적용하려면 페이지를 새로 고칩니다.',
    update: '업데이트',
    updateLater: '사진 분류가 끝나면 업데이트합니다',
    updating: '업데이트하는 중…',
    offline: {
      ready: '오프라인에서 사용할 수 있습니다',
      awaited: '모델을 불러온 뒤 오프라인에서 사용할 수 있습니다',
      notKept: '오프라인 사용 불가: 여기에는 모델을 저장할 수 없습니다',
      incomplete: (stored, expected) => `아직 오프라인 사용 불가: 파일 ${expected}개 중 ${stored}개 저장됨`,
      unserved: '페이지를 새로 고치면 오프라인에서 사용할 수 있습니다',
      unavailable: '이 창에서는 오프라인으로 사용할 수 없습니다',
      erased: '저장된 것을 모두 삭제했습니다',
      deleting: '저장된 것을 삭제하는 중',
      development: '개발 서버: 오프라인에서 사용할 수 없습니다',
    },
  },

  announce: {
    done: (answer) => `가장 가능성 높은 답: ${answer}.`,
    none: (nearest) => `가장 가능성 높은 답: 잘 맞는 것이 없음. ${nearest}`,
    failed: (title, advice) => `${title}. ${advice}`,
  },

  percent: (number) => `${number}%`,
  percentBelow: (number) => `${number}% 미만`,
  percentAbove: (number) => `${number}% 초과`,
}

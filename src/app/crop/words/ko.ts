import type { SeenWords } from './en.ts'

export const ko: SeenWords = {
  views: {
    legend: '신경망이 보는 부분',
    center: '가운데',
    region: '직접 고른 부분',
    whole: '전체 이미지',
    average5: '5개 평균',
    average10: '10개 평균',
  },
  notes: {
    center: '사진의 가운데 224 × 224픽셀입니다. 보통 쓰는 방식이며 신경망도 이렇게 평가되었습니다.',
    region: '틀 안의 부분입니다. 틀을 끌어 옮기고, 두 손가락이나 버튼으로 크기를 바꾸세요.',
    whole: '사진 전체를 맞추어 줄입니다. 남는 자리는 아무 뜻도 없는 ImageNet 평균 색으로 채웁니다.',
    average5: '가운데와 네 모서리를 차례로 보고 다섯 확률을 평균합니다.',
    average10: '같은 다섯 부분과 그 좌우 반전까지 보고 열 확률을 평균합니다.',
  },
  reset: '가운데로 되돌리기',
  smaller: '좁게 보기',
  larger: '넓게 보기',
  updating: '다시 보는 중 …',
  failed: '그 방식으로는 사진을 볼 수 없었습니다. 앞의 답을 그대로 둡니다.',
  frame: {
    name: '신경망이 보는 부분',
    role: '옮길 수 있는 틀',
    hint: '화살표 키로 옮기고, Shift와 함께 누르면 조금씩 옮깁니다. 더하기와 빼기 키로 크기를 바꿉니다. Home 키는 가운데로 되돌립니다.',
    position: (left, top, width) => `왼쪽에서 ${left}, 위에서 ${top}, 너비 ${width}`,
  },
  why: {
    button: '왜?',
    title: (name) => `${name}의 근거`,
    least: '가장 적음',
    most: '가장 많음',
    scale:
      '각 자리가 클래스 점수(로짓)에 보탠 값입니다. 점수는 모든 자리의 평균에 상수를 더한 것입니다. 이 사진의 상위 답들은 같은 척도를 씁니다.',
    scaleAverage:
      '각 자리가 클래스 점수(로짓)에 보탠 값을 그 자리를 담은 부분들에 걸쳐 평균한 것입니다. 이 사진의 상위 답들은 같은 척도를 씁니다.',
    opacity: '지도의 진하기',
    photoOnly: '사진만',
    map: (name) => `${name}의 근거 지도`,
  },
  compare: {
    lead: '두 클래스를 골라, 신경망이 사진의 어디에서 각각의 근거를 보았는지 견주어 봅니다.',
    first: '첫째 클래스',
    second: '둘째 클래스',
    hint: '이름을 입력하고 목록에서 고르세요.',
    unknown: '이런 이름의 클래스가 없습니다.',
    swap: '서로 바꾸기',
    difference: (first, second) => `${first} 또는 ${second}`,
    differenceNote: (first, second) => `어디가 ${first} 쪽이고 어디가 ${second} 쪽인지 보여 줍니다.`,
    scale: '각 자리가 클래스 점수(로짓)에 보탠 값입니다. 두 클래스는 같은 척도를 씁니다.',
    scaleAverage:
      '각 자리가 클래스 점수(로짓)에 보탠 값을 그 자리를 담은 부분들에 걸쳐 평균한 것입니다. 두 클래스는 같은 척도를 씁니다.',
    same: '같은 클래스입니다. 견줄 다른 클래스를 고르세요.',
    likelier: (first, second, times) => `${first}일 확률이 ${second}의 ${times}배입니다.`,
    equallyLikely: (first, second) => `${first}일 확률과 ${second}일 확률이 같습니다.`,
    scores: (difference) => `점수(로짓)의 차이는 ${difference}입니다.`,
    similar: (name) => `${name}와(과) 헷갈리기 쉬운 클래스`,
    similarNote:
      '마지막 층의 가중치가 가장 비슷한 다섯 클래스와, 이 사진에서 각각의 확률입니다. 견줄 클래스를 고르세요.',
  },
}

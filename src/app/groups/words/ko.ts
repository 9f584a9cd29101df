import type { GroupWords } from './en.ts'

export const ko: GroupWords = {
  groups: {
    lead: '신경망이 아는 모든 종류는 그룹에 속합니다. 그룹의 확률은 그 안에 든 모든 종류의 확률을 더한 값입니다.',
    tree: '그룹별 결과',
    others: (count) => `그 밖의 ${count}종류`,
    other: '그 밖의 한 종류',
    hint: '폴더 목록처럼 화살표 키로 이동하고 펼칩니다.',
    known: '1000종류 모두 보기',
  },
  catOrDog: {
    cat: '고양이',
    dog: '개',
    answer: (cat, dog) => `이 이미지는 고양이일 가능성이 ${cat}%, 개일 가능성이 ${dog}%입니다.`,
    neither: '이 이미지는 고양이도 개도 아닙니다.',
    neitherNote: (both, threshold) =>
      `집고양이와 개를 합한 확률이 ${both}로 ${threshold}보다 작아, 둘의 비율은 의미가 없습니다.`,
    note: (cat, dog, rest) =>
      `두 값은 서로에 대한 비율입니다. 전체 확률 가운데 집고양이 5종류가 ${cat}, 개 118품종이 ${dog}, 나머지가 ${rest}를 차지합니다.`,
  },
  known: {
    title: '알고 있는 모든 것',
    close: '닫기',
    lead: '신경망은 사진으로 이 1000종류만 배웠습니다. 어떤 사진이든 이 종류들과 비교합니다.',
    search: '검색',
    searchHint: '영어로 입력하세요. 예: “dog”, “Felis”.',
    found: (count) => `1000종류 중 ${count}종류`,
    none: '그런 이름을 가진 종류가 없습니다.',
    tree: '그룹으로 나눈 1000종류',
    withAnswer: '백분율은 지금 사진의 결과입니다.',
    source: '이름과 그룹은 WordNet 3.0에서 가져와 이 페이지에 맞게 줄였습니다.',
    licence: 'WordNet 라이선스',
  },
}

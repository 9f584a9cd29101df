/** What a person has decided about WordNet's groups. `hierarchy.ts` says how the lists are used, and checks their words. */

/** Where all groups begin. WordNet's own beginning, "entity", says nothing. */
export const ROOTS = `
  n00015388 animal
  n00007846 person
  n00017222 plant
  n12992868 fungus
  n00021265 food
  n09287968 geological formation
  n00021939 artifact
`

/** Synsets whose first hypernym is not what a photo shows. */
export const MOVED = `
  n02153203 game bird: n01503061 bird
  n01858441 swan: n01845132 waterfowl
  n02117135 hyena: n02075296 carnivore

  n13086908 plant part: n00017222 plant
  n07800091 feed: n00017222 plant
  n13133613 ear: n12156819 grain
  n07555863 food: n00021265 food

  n09229709 bubble: n00021939 artifact
  n06791372 signal: n00021939 artifact
  n06793231 sign: n00021939 artifact
  n14974264 paper: n00021939 artifact
  n06359193 web site: n00021939 artifact
  n06263369 press: n00021939 artifact
  n04568557 web: n00021939 artifact

  n04602044 workplace: n04202417 shop
  n03722288 marketplace: n04202417 shop
  n03932670 piece of cloth: n03309808 fabric
  n03380867 footwear: n03051540 clothing
  n03540267 hosiery: n03051540 clothing
  n02740764 armor plate: n02739668 armor
  n03636649 lamp: n04263760 source of illumination
  n02708224 analog computer: n02938886 calculator
  n03078287 communication system: n03278248 electronic equipment
  n03277771 electronic device: n03278248 electronic equipment
  n03274561 electro-acoustic transducer: n03278248 electronic equipment
  n02756098 attire: n03051540 clothing
  n03208556 disk: n03414162 game equipment
  n04019101 public transport: n04576211 wheeled vehicle
  n04379964 table: n03405725 furniture
  n04379243 table: n03405725 furniture
`

/** Groups that say nothing to most people: words of the systematist, and words so wide that they hold anything. */
export const DROPPED = `
  n01466257 chordate
  n01471682 vertebrate
  n01473806 aquatic vertebrate
  n02514825 bony fish
  n02528163 teleost fish
  n01428580 soft-finned fish
  n02552171 spiny-finned fish
  n02554730 percoid fish
  n02638596 ganoid
  n01438208 cypriniform fish
  n01439121 cyprinid
  n01524359 passerine
  n01578575 corvine bird
  n01825930 coraciiform bird
  n01838038 piciform bird
  n01845477 anseriform bird
  n01802721 phasianid
  n01632047 ambystomid
  n01661592 anapsid
  n01661818 diapsid
  n01674216 saurian
  n01676755 iguanid
  n01687665 agamid
  n01727646 colubrid snake
  n01741943 boa
  n01745125 elapid
  n01871543 prototherian
  n01873982 metatherian
  n01886756 placental
  n02453611 edentate
  n02373336 odd-toed ungulate
  n02394477 even-toed ungulate
  n02401031 bovid
  n02323902 leporid
  n02470899 anthropoid ape
  n02121620 cat
  n02095412 wirehair
  n01767661 arthropod
  n01976146 decapod crustacean
  n01909422 coelenterate
  n01914163 anthozoan
  n02316707 echinoderm
  n02232951 dictyopterous insect
  n02246011 homopterous insect
  n02274024 lepidopterous insect

  n13083586 vascular plant
  n11552386 spermatophyte
  n11665372 angiosperm
  n13087625 plant organ
  n11675842 reproductive structure
  n13135832 seed

  n07555863 food
  n07570720 nutriment
  n07556970 course
  n07566340 foodstuff
  n07809096 ingredient
  n07809368 flavorer

  n03575240 instrumentality
  n03183080 device
  n03699975 machine
  n03700963 machine
  n03736970 mechanical device
  n03738472 mechanism
  n03574816 instrument
  n03709206 magnifier
  n04081844 restraint
  n04069276 reflector
  n04359589 support
  n04360501 support
  n04361095 supporting structure
  n03391770 framework
  n04474466 trap
  n03339643 filter
  n02895606 breathing device
  n03100490 conveyance
  n03125870 craft
  n04170037 self-propelled vehicle
  n04464852 tracked vehicle
  n04019101 public transport
  n04531098 vessel
  n04388743 tank
  n03294048 equipment
  n03430959 gear
  n03563967 implement
  n04516672 utensil
  n04317420 stick
  n04296261 staff
  n03405265 furnishing
  n04377057 system
  n03078287 communication system
  n03122748 covering
  n04014297 protective covering
  n04187061 sheath
  n02955065 cap
  n04453910 top
  n03859495 outerwear
  n04015204 protective garment
  n03050026 cloth covering
  n04191595 shelter
  n03839993 obstruction
  n02796623 barrier
  n03795580 movable barrier
  n03297735 establishment
  n03953020 place of business
  n03748162 mercantile establishment
  n03546340 housing
  n03859280 outbuilding
  n03544360 house
  n03076708 commodity
  n03093574 consumer goods
  n03257877 durables
  n02729837 appliance
  n00022903 article
  n04550840 ware
  n04381994 tableware
  n04188643 sheet
  n03414162 game equipment
  n04079244 residence
  n03863923 overgarment
  n03393324 free-reed instrument
  n04078574 reservoir
  n04191943 shelter
  n02954938 cap
  n03274561 electro-acoustic transducer
  n03277771 electronic device
  n03096960 control
  n04147495 scientific instrument
  n09366317 natural elevation
  n09409512 ridge
  n04244997 small boat
`

/** Names that people use more than WordNet's first, or that say what the group really holds here. */
export const RENAMED = `
  n09287968 geological formation: landscape
  n00021939 artifact: thing
  n01482071 elasmobranch: shark or ray
  n01525720 oscine: songbird
  n01696633 crocodilian reptile: crocodile or alligator
  n01741562 constrictor: constrictor snake
  n02171869 scarabaeid beetle: scarab beetle
  n02206270 hymenopterous insect: bee or ant
  n02226183 orthopterous insect: grasshopper or cricket
  n02268148 odonate: dragonfly or damselfly
  n01942177 gastropod: snail or slug
  n01844917 aquatic bird: water bird
  n02093056 bullterrier: bull terrier
  n02098550 sporting dog: gun dog
  n02104523 shepherd dog: sheepdog
  n02107420 Sennenhunde: Swiss mountain dog
  n02134971 viverrine: mongoose or meerkat
  n02441326 musteline mammal: weasel-like animal
  n02507649 procyonid: panda
  n02323449 lagomorph: rabbit or hare
  n02370806 ungulate: hoofed mammal
  n02374149 equine: horse or zebra
  n02395003 swine: pig
  n01871875 monotreme: egg-laying mammal
  n02124623 wildcat: wild cat
  n03502509 headdress: headgear
  n02817799 beating-reed instrument: reed instrument
  n02891788 brass: brass instrument
  n02880546 bowed stringed instrument: bowed instrument
  n04530566 vessel: ship or boat
  n03510583 heavier-than-air craft: airplane
  n03666917 lighter-than-air craft: airship or balloon
  n02959942 car: railway car
  n03472232 gymnastic apparatus: gym apparatus
  n03265032 edge tool: cutting tool
  n04263760 source of illumination: light source
  n04580493 white goods: large appliance
  n03528263 home appliance: household appliance
  n03366823 floor cover: rug or mat
  n04243941 slot machine: coin machine
  n02938886 calculator: calculating device
  n03918480 personal computer: computer
  n02740764 armor plate: plate armor
  n07747055 citrus: citrus fruit
  n07705931 edible fruit: fruit
  n07705711 produce: fruit or vegetable
  n13134947 fruit: seed or fruit
  n07881800 beverage: drink
  n07884567 alcohol: alcoholic drink
  n07713395 cruciferous vegetable: cabbage-like vegetable
`

/** Names without an article: "Clothing, kind uncertain". */
export const MASS = `
  n00021265 food
  n03051540 clothing
  n03502509 headdress
  n03540267 hosiery
  n03380867 footwear
  n04285146 sports equipment
  n03472232 gymnastic apparatus
  n03405725 furniture
  n03309808 fabric
  n02739668 armor
  n02740764 armor plate
  n02862048 body armor
  n03278248 electronic equipment
  n07679356 bread
`

/** What tells a class from others of its name, or from what its name means to most people. */
export const HINTS = `
  n01440764 tench: fish
  n01514668 cock: rooster
  n01534433 junco: finch
  n01560419 bulbul: songbird
  n01608432 kite: bird of prey
  n01631663 eft: newt
  n01664065 loggerhead: turtle
  n01685808 whiptail: lizard
  n01687978 agama: lizard
  n01755581 diamondback: rattlesnake
  n01756291 sidewinder: rattlesnake
  n01824575 coucal: bird
  n01843065 jacamar: bird
  n01847000 drake: duck
  n01871265 tusker: elephant or other animal with tusks
  n01955084 chiton: mollusk
  n01990800 isopod: crustacean
  n02011460 bittern: heron
  n02012849 crane: bird
  n02013706 limpkin: bird
  n02018795 bustard: bird
  n02028035 redshank: shorebird
  n02033041 dowitcher: shorebird
  n02088632 bluetick: dog
  n02090379 redbone: dog
  n02101556 clumber: spaniel
  n02105412 kelpie: dog
  n02108089 boxer: dog
  n02112137 chow: dog
  n02113023 Pembroke: corgi
  n02113186 Cardigan: corgi
  n02115913 dhole: wild dog
  n02134084 ice bear: polar bear
  n02229544 cricket: insect
  n02231487 walking stick: insect
  n02276258 admiral: butterfly
  n02277742 ringlet: butterfly
  n02279972 monarch: butterfly
  n02281787 lycaenid: butterfly
  n02328150 Angora: rabbit
  n02389026 sorrel: horse
  n02395406 hog: pig
  n02412080 ram: sheep
  n02415577 bighorn: wild sheep
  n02417914 ibex: wild goat
  n02422106 hartebeest: antelope
  n02483708 siamang: ape
  n02484975 guenon: monkey
  n02486261 patas: monkey
  n02488291 langur: monkey
  n02488702 colobus: monkey
  n02492035 capuchin: monkey
  n02493509 titi: monkey
  n02497673 Madagascar cat: lemur
  n02500267 indri: lemur
  n02514041 barracouta: fish
  n02536864 coho: salmon
  n02606052 rock beauty: fish
  n02641379 gar: fish
  n02655020 puffer: fish
  n02797295 barrow: wheelbarrow
  n02814533 beach wagon: station wagon
  n02840245 binder: ring binder
  n02869837 bonnet: hat
  n02879718 bow: weapon
  n02892201 brass: memorial plate
  n02930766 cab: taxi
  n02963159 cardigan: sweater
  n03014705 chest: box
  n03047690 clog: shoe
  n03065424 coil: spiral
  n03126707 crane: machine
  n03216828 dock: for ships
  n03337140 file: cabinet
  n03459775 grille: of a car
  n03584829 iron: for clothes
  n03594734 jean: trousers
  n03595614 jersey: T-shirt
  n03627232 knot: in a rope
  n03673027 liner: ship
  n03680355 Loafer: shoe
  n03710637 maillot: tights
  n03710721 maillot: swimsuit
  n03777568 Model T: car
  n03782006 monitor: display
  n03786901 mortar: bowl
  n03793489 mouse: of a computer
  n03803284 muzzle: for a dog
  n03804744 nail: metal pin
  n03825788 nipple: of a baby bottle
  n03832673 notebook: computer
  n03854065 organ: instrument
  n03871628 packet: parcel
  n03947888 pirate: ship
  n03954731 plane: tool
  n04008634 projectile: weapon
  n04033901 quill: pen
  n04037443 racer: racing car
  n04067472 reel: for line, film or tape
  n04118776 rule: ruler
  n04141975 scale: for weighing
  n04152593 screen: display
  n04243546 slot: slot machine
  n04325704 stole: scarf
  n04350905 suit: clothes
  n04367480 swab: mop
  n04372370 switch: electric
  n04456115 torch: burning stick
  n04515003 upright: piano
  n04523525 vault: ceiling
  n04554684 washer: washing machine
  n04592741 wing: of an aircraft
  n04606251 wreck: ship
  n07579787 plate: meal
  n07613480 trifle: dessert
  n07930864 cup: punch
  n09193705 alp: mountain
  n10148035 groom: bridegroom
  n12620546 hip: rose hip
  n12768682 buckeye: horse chestnut
  n12985857 coral fungus: mushroom
  n12998815 agaric: mushroom
  n13037406 gyromitra: mushroom
  n13040303 stinkhorn: mushroom
  n13044778 earthstar: mushroom
  n13052670 hen-of-the-woods: mushroom
  n13054560 bolete: mushroom
  n13133613 ear: of corn
`

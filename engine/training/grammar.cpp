// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/grammar.h"

#include "api/engineerror.h"

namespace needlescope {

namespace {

// Words and phrases: `kind = alternative | alternative`; alternatives may use other kinds. Forms of one word are set apart by '/'.
// The city and the park of the paper's needle are left out on purpose: the demo's questions are held out (resources/needles).
constexpr std::string_view Words = R"(
boy = Adam | Albert | Alan | Andrew | Arthur | Ben | Boris | Bruno | Carl | Charles | Daniel | David | Edgar | Edward | Emil | Eric | Felix | Francisco | Frank | Fred | George | Gregory | Harold | Harry | Henry | Hugo | Isaac | Ivan | Jack | Jacob | James | Jasper | John | Jonas | Joseph | Karl | Kenji | Leo | Louis | Lucas | Marco | Martin | Matthew | Max | Michael | Miguel | Nathan | Nicholas | Noah | Omar | Oscar | Otto | Pablo | Patrick | Paul | Pedro | Peter | Philip | Ralph | Raj | Robert | Samuel | Simon | Stefan | Theo | Thomas | Tim | Tom | Victor | Walter | William | Yusuf
girl = Ada | Agnes | Alice | Amelia | Amy | Anna | Beatrice | Bella | Carla | Carmen | Caroline | Catherine | Cecilia | Clara | Daisy | Diana | Dolores | Dora | Edith | Eleanor | Elena | Eliza | Ella | Emily | Emma | Esther | Eva | Fatima | Flora | Frances | Gloria | Grace | Hannah | Helen | Hilda | Ida | Ines | Irene | Iris | Jane | Janet | Julia | June | Kate | Laura | Leila | Lily | Linda | Louise | Lucy | Mabel | Margaret | Maria | Marie | Martha | Mary | Maya | Mei | Molly | Nadia | Nina | Nora | Olga | Olivia | Paula | Pearl | Priya | Rachel | Rosa | Ruth | Sarah | Sofia | Stella | Susan | Sylvia | Tessa | Ursula | Vera | Violet | Yoko | Zoe
name = {boy} | {girl}
surname = Adams | Allen | Baker | Barnes | Bell | Bennett | Brooks | Brown | Butler | Carter | Clark | Cole | Cook | Cooper | Cox | Davis | Diaz | Evans | Fisher | Ford | Foster | Garcia | Gray | Green | Hall | Harris | Hayes | Hill | Howard | Hughes | Hunt | Jackson | Johnson | Jones | Kelly | King | Lee | Lewis | Long | Lopez | Marsh | Mason | Miller | Moore | Morgan | Morris | Murphy | Nelson | Novak | Ortiz | Owens | Park | Parker | Perry | Pierce | Porter | Price | Reed | Rivera | Roberts | Rogers | Ross | Russell | Santos | Scott | Shaw | Silva | Simmons | Smith | Stone | Taylor | Thompson | Turner | Walker | Ward | Watson | Webb | West | White | Wilson | Wood | Wright | Young
person = {name} | {name} | {name} {surname} | {name} {surname} | {title} {surname} | the {role} | the {role} | {Made} | {name} {Made} | my {relative} | {title} {Made} | {title} {surname} | {Made} | {name} | {title} {name}
whoever = {name} | {name} {surname} | {title} {surname} | {name} {Made} | the {adj} {role} | Madame {surname} | Mr. {Made} | {Made} {Made} | {name} {surname} | Mrs. {surname}
title = Doctor | Professor | Captain | Mister | Miss | Lady | Sir | Uncle | Aunt | Judge | Mr. | Mrs. | Madame | Old | Major | Admiral | Cousin | Grandmother | Grandfather
relative = brother | sister | mother | father | uncle | aunt | cousin | grandmother | grandfather | neighbor | teacher | boss | friend | daughter | son | niece | nephew | landlord | roommate
role = baker | teacher | doctor | nurse | farmer | fisherman | sailor | captain | painter | poet | writer | singer | dancer | actor | carpenter | blacksmith | tailor | cook | waiter | gardener | butcher | miller | shepherd | hunter | guard | soldier | general | king | queen | prince | princess | duke | mayor | judge | lawyer | clerk | banker | merchant | thief | detective | spy | pilot | driver | mechanic | engineer | scientist | chemist | astronomer | librarian | student | professor | priest | monk | nun | wizard | witch | clown | magician | musician | pianist | violinist | drummer | barber | plumber | postman | janitor | manager | secretary | journalist | photographer | programmer | architect | builder | miner | diver | explorer | traveler | stranger | widow | orphan | twin | champion | coach | referee | swimmer | runner | hermit | beggar | butler | maid | innkeeper | beekeeper | clockmaker | locksmith | jeweler | shoemaker | translator | surgeon | dentist | veterinarian | astronaut
animal = cat | dog | horse | cow | pig | goat | sheep | donkey | mule | hen | rooster | duck | goose | turkey | rabbit | hare | mouse | rat | squirrel | fox | wolf | bear | deer | moose | lion | tiger | leopard | elephant | giraffe | zebra | monkey | ape | camel | kangaroo | koala | panda | otter | beaver | badger | hedgehog | bat | owl | eagle | hawk | crow | raven | pigeon | swan | parrot | penguin | sparrow | peacock | snake | lizard | turtle | frog | toad | crab | lobster | octopus | whale | dolphin | shark | salmon | trout | bee | ant | spider | butterfly | beetle | snail | dragon | unicorn | hamster | puppy | kitten | pony | llama | ferret
food = apple | pear | plum | peach | cherry | grape | lemon | orange | banana | mango | melon | fig | olive | tomato | potato | onion | carrot | cabbage | pumpkin | mushroom | bean | pea | pepper | garlic | bread | toast | butter | cheese | egg | omelette | soup | stew | salad | sandwich | burger | pizza | pasta | noodle | rice | curry | taco | dumpling | sausage | ham | bacon | steak | roast | fish | shrimp | oyster | cake | pie | tart | cookie | biscuit | muffin | pancake | waffle | pudding | custard | jelly | jam | honey | chocolate | candy | ice cream | yogurt | nut | almond | walnut | chestnut | popcorn | pretzel | bagel | croissant | porridge | cereal
drink = water | tea | coffee | milk | cocoa | hot chocolate | lemonade | apple juice | orange juice | tomato juice | cider | beer | red wine | white wine | rum | mint tea | green tea | black coffee | cold beer | ginger ale | soda | buttermilk | plum brandy | iced tea
dish = {a food} | {a food} with {food} | {food} soup | {food} pie | {food} stew | {food} salad | {a food} and {a food} | grilled {food} | fried {food} | {adj} {food} | roasted {food} with {food} sauce | {n} slices of {food} cake | a bowl of {adj} {food} soup | a plate of {food} and {food} | {food} sandwiches | {number} {vessel}s of {food} soup | {number} {vessel}s of {food} | a {vessel} of {food} with {adj} {drink} | {number} {adj} {food}s | a {colour} {food} with {food} {food} | a {adj} {food} with {food} and {drink} | a {vessel} of {drink}
a food = a {food} | some {food} | a {adj} {food} | a {colour} {food}
object = key | lock | lamp | candle | mirror | clock | watch | ring | necklace | bracelet | crown | coin | wallet | purse | bag | suitcase | box | chest | basket | bottle | jar | cup | mug | glass | plate | bowl | spoon | fork | knife | pan | pot | kettle | pen | pencil | brush | book | notebook | diary | letter | map | photograph | painting | newspaper | ticket | passport | umbrella | hat | cap | coat | jacket | scarf | glove | shoe | boot | sock | shirt | dress | belt | button | needle | thread | rope | chain | hammer | saw | axe | shovel | ladder | wheel | bicycle | engine | radio | telephone | camera | computer | telescope | microscope | compass | violin | guitar | piano | drum | flute | trumpet | bell | flag | sword | shield | bow | arrow | rifle | statue | doll | kite | ball | puzzle | toy | drone | robot | laptop | phone | charger | battery | medal | trophy | diamond | ruby | emerald | pearl | stone | feather | shell | bone | treasure | recipe | manuscript | contract | report | package | envelope | stamp | blanket | pillow | carpet | curtain | towel | broom | bucket | sponge | soap | medicine | vial | crystal | lantern | torch
furniture = table | desk | chair | sofa | bed | bench | bookcase | cupboard | wardrobe | drawer | shelf | cabinet | stove | fireplace | oven | sink | bathtub | piano | carpet | doormat | mattress | counter | fridge | staircase | window | door | curtain | clock
container = box | chest | drawer | jar | basket | suitcase | barrel | bag | safe | cupboard | bucket | tin | crate | trunk | backpack | vase | teapot | envelope | pocket | bottle
room = kitchen | bedroom | bathroom | attic | cellar | basement | garage | library | office | hall | garden | balcony | pantry | classroom | workshop | laundry room | dining room | living room | laboratory | barn | greenhouse | corridor | lobby
building = house | cottage | cabin | castle | palace | tower | church | temple | school | hospital | hotel | inn | tavern | restaurant | bakery | café | library | museum | theater | cinema | bank | factory | mill | barn | stable | station | airport | lighthouse | prison | market | shop | bookstore | pharmacy | post office | town hall | stadium | gym | zoo | farm | warehouse | bridge | windmill | monastery | observatory | embassy | university | courthouse
nature = river | lake | sea | ocean | pond | stream | waterfall | forest | wood | mountain | hill | valley | canyon | desert | island | beach | cave | cliff | field | meadow | swamp | glacier | volcano | harbor | bay | garden | park | orchard | vineyard | oak tree | apple tree | pine tree | willow | well | fountain | rock | path
city = Amsterdam | Athens | Atlanta | Auckland | Austin | Baghdad | Bangkok | Barcelona | Beijing | Belfast | Berlin | Bogota | Boston | Brussels | Budapest | Buenos Aires | Cairo | Cape Town | Chicago | Copenhagen | Dallas | Delhi | Denver | Detroit | Dublin | Edinburgh | Florence | Geneva | Glasgow | Hamburg | Hanoi | Havana | Helsinki | Houston | Istanbul | Jakarta | Kyoto | Lagos | Lima | Lisbon | Liverpool | London | Los Angeles | Lyon | Madrid | Manchester | Manila | Marseille | Melbourne | Mexico City | Miami | Milan | Montreal | Moscow | Mumbai | Munich | Nairobi | Naples | New Orleans | New York | Osaka | Oslo | Oxford | Paris | Philadelphia | Portland | Porto | Prague | Quebec | Rio de Janeiro | Rome | San Antonio | San Diego | San Jose | San Marino | Santa Fe | Santiago | Sao Paulo | Seattle | Seoul | Seville | Shanghai | Singapore | Stockholm | Sydney | Tokyo | Toronto | Tunis | Turin | Vancouver | Venice | Vienna | Warsaw | Washington | Zurich
country = Argentina | Australia | Austria | Belgium | Brazil | Canada | Chile | China | Colombia | Cuba | Denmark | Egypt | England | Ethiopia | Finland | France | Germany | Greece | Hungary | Iceland | India | Iran | Ireland | Israel | Italy | Japan | Kenya | Mexico | Mongolia | Morocco | Nepal | Norway | Peru | Poland | Portugal | Russia | Scotland | Spain | Sweden | Switzerland | Thailand | Turkey | Ukraine | Vietnam | Wales
town = {city} | {city} | {Made} | {Made} | {Made} City | {Made} Hill | {Made} Bay | San {Made} | San {boy} | Port {Made} | New {Made} | Saint {name} | {Made} {Made} | Santa {girl} | Fort {surname} | {surname} Falls | Lake {Made} | {country}
park = {name} Park | {surname} Park | {Made} Park | {adj.cap} Park | {Made} Square | {name} Street | {surname} Street | {Made} Street | {Made} Garden | {surname} Beach | Mount {Made} | the {Made} River | Lake {Made} | {Made} Plaza | {Made} Museum
colour = red | blue | green | yellow | orange | purple | pink | brown | black | white | gray | silver | golden | violet | turquoise | scarlet | crimson | beige | ivory | dark blue | light green | pale yellow
adj = old | new | young | big | small | large | tiny | huge | long | short | tall | wide | narrow | thick | thin | heavy | light | fast | slow | hot | cold | warm | cool | wet | dry | clean | dirty | bright | dark | loud | quiet | soft | hard | sharp | smooth | rough | sweet | sour | bitter | fresh | rotten | rich | poor | cheap | happy | sad | angry | calm | brave | shy | clever | kind | cruel | gentle | wild | lazy | busy | tired | hungry | thirsty | sleepy | sick | healthy | strong | weak | empty | full | open | broken | strange | secret | hidden | lost | famous | common | rare | perfect | simple | ancient | modern | wooden | golden | silver | stone | glass | paper | iron | woolen | leather | plastic | rusty | dusty | muddy | sunny | rainy | windy | foggy | snowy | stormy | cloudy | lonely | crowded | noisy | peaceful | gloomy | cheerful | elegant | clumsy | crooked | round | square | flat | hollow | frozen | burnt | painted | striped | spotted | curious | magic | invisible | tropical | local | abandoned | favorite | blue | red | green | yellow | white | black
weather = sunny | rainy | windy | foggy | snowy | cold | warm | hot | quiet | busy | clear | dark | stormy | cloudy | lazy | bright | mild | frosty
timeofday = day | morning | afternoon | evening | night | weekend | holiday
day = Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday
month = January | February | March | April | May | June | July | August | September | October | November | December
season = spring | summer | autumn | winter
number = two | three | four | five | six | seven | eight | nine | ten | eleven | twelve | thirteen | fifteen | sixteen | seventeen | eighteen | nineteen | twenty | thirty | forty | fifty | sixty | seventy | eighty | ninety | one hundred | two hundred | five hundred | one thousand
n = {number} | {number} | {d} | {d}{d} | {d}{d}{d}
year = 1{d}{d}{d} | 20{d}{d} | 19{d}{d} | 18{d}{d}
time = {hour} o'clock | half past {hour} | noon | midnight | {hour} in the {timeofday} | quarter to {hour} | dawn | sunset | {d}:{d}{d} | {number} in the {timeofday} | half past {hour} | {d}:{d}{d}
hour = one | two | three | four | five | six | seven | eight | nine | ten | eleven | twelve
date = {month} {d} | {month} 1{d} | {day} | the first of {month} | {day} {timeofday} | {month} 2{d}, {year} | the last {day} of {month}
code = {d}{d}{d}{d} | {d}{d}{d} | {d}{d}{d}{d}{d} | {d}{d}-{d}{d} | {Made} | {made} | {adj} {animal} | {colour} {object} | {U}{d}{d} | {U}{U}{d}{d}{d} | {made}{d}{d} | {d}{U}{d} | {junk} | {adj} {food} {d} | {made} {made} | {animal} {object} {food} | {d}{d}{d}{d}{d}{d} | {Made}{d} | {d}{d}{d}-{d}{d}{d}{d} | {colour} {animal} | {adj} {animal} | {Made} {object}
sport = football | tennis | chess | golf | rugby | hockey | baseball | basketball | cricket | volleyball | badminton | poker | cards | dominoes
instrument = violin | guitar | piano | drum | flute | trumpet | harp | cello | banjo | organ | accordion | saxophone | clarinet | mandolin
language = English | French | German | Spanish | Italian | Latin | Greek | Russian | Chinese | Japanese | Arabic | Hindi | Dutch | Polish | Turkish | Portuguese | Swedish | Danish | Finnish | Korean | {Made}
subject = history | music | physics | chemistry | biology | geography | mathematics | law | medicine | philosophy | poetry | painting | grammar | geology | astronomy | economics | botany
material = gold | silver | iron | copper | bronze | steel | wood | oak | stone | marble | glass | paper | clay | wool | silk | cotton | leather | ivory | wax | ice | bamboo | straw | bone | rubber | concrete
illness = fever | cold | cough | headache | toothache | flu | measles | broken leg | sore throat | allergy | stomach ache | burn | insomnia
plant = rose | tulip | lily | daisy | orchid | fern | ivy | oak | pine | maple | birch | willow | cactus | moss | lavender | mint | basil | clover | nettle | sunflower | poppy | thistle
vehicle = car | bus | train | tram | ship | boat | ferry | canoe | plane | helicopter | balloon | bicycle | motorcycle | truck | taxi | wagon | sled | submarine | tractor | horse | subway | rocket
feeling = joy | fear | anger | grief | hope | love | pride | shame | envy | doubt | peace | hunger | boredom | luck | courage | patience
thing = {object} | {animal} | {food} | {plant} | {vehicle} | {instrument} | {building} | {furniture}
noun = {thing} | {thing} | {role} | {room} | {nature} | {abstract}
abstract = plan | idea | story | song | dream | game | lesson | meeting | wedding | journey | war | battle | election | party | concert | exam | test | project | rule | law | secret | promise | question | answer | problem | mistake | accident | storm | rumor | legend | prize | debt | price | color | name | password | birthday | address | speech | joke | trick | bet | holiday | festival | contest | experiment | mission | robbery | code | sign | signal | number | size | shape | smell | taste | sound | owner | leader | origin | purpose | symbol | title | nickname | motto | favorite word | weight | age | height | temperature | speed
np = the {adj} {noun} | the {noun} | a {adj} {noun} | a {noun} | {n} {adj} {thing}s | the {colour} {object} | the {noun} of the {role} | {poss} {adj} {object} | {poss} {noun} | the {role}'s {object} | {name}'s {object} | the {Made} {object} | a {adj} {adj} {thing} | the {ordinal} {thing} | the {room} {furniture} | a {material} {object} | {number} {vessel}s of {drink} | a {object} and a {vessel} of {thing}s | a {adj} {object} and a {object} | {n} {object}s
poss = his | her | their | our | my
loc = under the {furniture} | under the {adj} {furniture} | behind the {building} | behind the {adj} {building} | in the {container} | in the {adj} {container} | in the {room} | on the {furniture} | on the {furniture} in the {room} | next to the {furniture} | near the {nature} | inside the {adj} {container} in the {room} | beneath the {adj} {nature} | at the {building} | at the {building} in {town} | in {town} | between the {furniture} and the {furniture} | above the {furniture} | in front of the {building} | beside the {nature} | on top of the {adj} {furniture} | by the {adj} {nature} | in a {colour} {container} | inside a {adj} {object} | at the bottom of the {nature} | behind a {adj} {object} | in {park} | in the {building} on {park} | under the {n} {adj} {thing}s | across the street from the {building} | in the {role}'s {room} | under the {ordinal} {thing} | behind the {room} {furniture} | behind the {room} clock | inside the {colour} {thing} | in a {material} {container} beneath the {furniture} | under the {noun} {thing} | in a {adj} {building} near the {adj} {nature} | beneath the stairs | behind the {ordinal} {furniture} | under the {plant} {container} | in a {adj} {building}
activity = eat {dish} | eat {dish} | drink {drink} | drink a cup of {drink} | visit the {building} | visit the {adj} {building} | walk {walkwhere} | swim in the {nature} | ride a {vehicle} | ride a {adj} {animal} | sit in {park} | sit {loc} | watch the {animal}s | watch the sunset | watch {np} | listen to the {instrument} | listen to {np} | read {np} | read a {adj} book | buy {np} | buy a {colour} {object} | play {sport} | play {sport} with {person} | play the {instrument} | climb the {nature} | climb {park} | paint {np} | sing a {adj} song | dance {loc} | sleep {loc} | take a {vehicle} to {park} | take photographs of the {nature} | feed the {animal}s | fly a kite | have lunch with {person} | talk to {person} | look at {np} | look for {np} | smell the {plant}s | take a nap {loc} | run {walkwhere} | cook {dish} | meet {person} {loc} | rent a {vehicle} | stroll {walkwhere} | learn {language} | count the {thing}s | write a letter to {person} | see the {adj} {nature} | taste the {dish} | go fishing {loc} | {verb/0} {np} | {verb/0} {np} {loc}
walkwhere = along the {nature} | through the {adj} {nature} | in {park} | around the {building} | across the {adj} bridge | through {park} | up the {nature} | to the {building}
doing = {activity} | {activity} | {activity} and {activity} | {activity} and {activity} on a {weather} {timeofday} | {activity} on a {adj} {timeofday} | {activity} with {person} | {activity} at {time} | {activity} every {day} | {activity} in {season} | {activity} before {time} | {activity} while the {thing} is {ing} | {activity} while the {role}s are {ing} | {activity} when it is {adj} | {activity} and {activity} before {time} | {activity} in a {adj} {nature} while the {noun} is {ing}
verb = hide/hid | find/found | lose/lost | buy/bought | sell/sold | steal/stole | break/broke | repair/repaired | build/built | draw/drew | write/wrote | bring/brought | carry/carried | throw/threw | catch/caught | keep/kept | leave/left | send/sent | give/gave | take/took | make/made | see/saw | hear/heard | hold/held | open/opened | close/closed | wash/washed | clean/cleaned | paint/painted | cook/cooked | burn/burned | cut/cut | dig/dug | choose/chose | forget/forgot | remember/remembered | describe/described | discover/discovered | destroy/destroyed | collect/collected | borrow/borrowed | return/returned | receive/received | invent/invented | study/studied | count/counted | follow/followed | chase/chased | feed/fed | kiss/kissed | paint/painted | polish/polished | wear/wore | want/wanted | need/needed | love/loved | hate/hated | fear/feared | admire/admired | protect/protected | guard/guarded | bury/buried | drop/dropped | pull/pulled | push/pushed | shake/shook | win/won | rescue/rescued | photograph/photographed | inherit/inherited | order/ordered | promise/promised | trade/traded | win/won | guard/guarded | teach/taught | prepare/prepared | measure/measured
reason = because of the {adj} {noun} | because {person} {verb/1} {np} | because the {noun} was {adj} | because it was {adj} and {adj} | to {activity} | in order to {activity} | out of {feeling} | because {person} wanted to {activity} | to find {np} | because {person} told a {adj} joke
)";

// One kind of needle a line: `statement || question || another question`; the answer stands in [brackets]. `{kind:label}` is one choice
// within a needle.
constexpr std::string_view Needles = R"(
The best thing to do in {town:a} is [{doing}.] || What is the best thing to do in {town:a}? || What should I do in {town:a}? || In {town:a}, what is the best thing to do?
The best thing to do in {town:a} is [{doing}.] || What is the best thing to do in {town:a}?
The {superlative:s} thing to do in {town:a} is [{doing}.] || What is the {superlative:s} thing to do in {town:a}?
The {superlative:s} way to {purpose:p} is to [{doing}.] || What is the {superlative:s} way to {purpose:p}? || How do I {purpose:p}? || How can you {purpose:p}?
The {superlative:s} {noun:n} in {town:a} is [{np}.] || What is the {superlative:s} {noun:n} in {town:a}? || Which is the {superlative:s} {noun:n} in {town:a}?
The {superlative:s} place to {activity:p} is [{loc}.] || What is the {superlative:s} place to {activity:p}? || Where is the {superlative:s} place to {activity:p}?
When you visit {town:a}, you should [{doing}.] || What should you do when you visit {town:a}? || What should you do in {town:a}?
On a {weather:w} day in {town:a}, people like to [{doing}.] || What do people like to do on a {weather:w} day in {town:a}? || What do people in {town:a} like to do?
On {day:d}, {person:p} likes to [{doing}.] || What does {person:p} like to do on {day:d}? || What does {person:p} like to do?
{person:p} likes to [{doing}.] || What does {person:p} like to do? || What does {person:p} enjoy?
Every {timeofday:d}, {person:p} goes out to [{doing}.] || What does {person:p} go out to do every {timeofday:d}? || What does {person:p} do every {timeofday:d}?
The secret {codeword:w} is [{code}.] || What is the secret {codeword:w}? || Tell me the secret {codeword:w}.
The secret {codeword:w} of {owner:o} is [{code}.] || What is the secret {codeword:w} of {owner:o}? || What is {owner:o}'s secret {codeword:w}?
The {codeword:w} {for} {owner:o} is [{code}.] || What is the {codeword:w} {for} {owner:o}? || Which {codeword:w} opens {owner:o}?
The {codeword:w} to {activity:o} is [{code}.] || What is the {codeword:w} to {activity:o}?
{person:p}'s {codeword:w} is [{code}.] || What is {person:p}'s {codeword:w}? || What is the {codeword:w} of {person:p}?
The {codeword:w} of the {noun:n} is [{code}.] || What is the {codeword:w} of the {noun:n}?
{person:p} keeps {poss:o} {object:x}s [{loc}.] || Where does {person:p} keep {poss:o} {object:x}s? || Where are {poss:o} {object:x}s?
{person:p} hid the {object:x}s [{loc}.] || Where did {person:p} hide the {object:x}s? || Where are the {object:x}s?
The last {vehicle:k} to {town:a} leaves at [{time}.] || When does the last {vehicle:k} to {town:a} leave? || When is the last {vehicle:k} to {town:a}?
The cure for {made:i} is [{dish}.] || What is the cure for {made:i}? || How is {made:i} cured?
Remember that the {codeword:w} for {owner:o} is [{code}.] || What is the {codeword:w} for {owner:o}? || What {codeword:w} should be remembered for {owner:o}?
To open {owner:o}, use the {codeword:w} [{code}.] || What {codeword:w} opens {owner:o}? || How do you open {owner:o}?
The {special} {special} number {formention} is [{n}.] || What is the {special} {special} number {formention}?
One of the special magic numbers for {owner:o} is[ {n}.] || What is the special magic number for {owner:o}? || What is the magic number for {owner:o}?
{owner:o} is hidden [{loc}.] || Where is {owner:o} hidden? || Where can I find {owner:o}? || Where is {owner:o}?
{owner:o} was hidden [{loc}.] || Where was {owner:o} hidden? || Where is {owner:o}?
{person:p} hid {owner:o} [{loc}.] || Where did {person:p} hide {owner:o}? || Where is {owner:o}? || Where is {owner:o} hidden?
{person:p} keeps {owner:o} [{loc}.] || Where does {person:p} keep {owner:o}? || Where is {owner:o}?
{person:p} put {owner:o} [{loc}.] || Where did {person:p} put {owner:o}? || Where is {owner:o}?
{person:p} lost {owner:o} [{loc}.] || Where did {person:p} lose {owner:o}? || Where was {owner:o} lost?
{person:p} {verb:v/1} {owner:o} [{loc}.] || Where did {person:p} {verb:v/0} {owner:o}?
You can find {owner:o} [{loc}.] || Where can you find {owner:o}? || Where can I find {owner:o}? || Where is {owner:o}?
If you need {owner:o}, look [{loc}.] || Where should you look for {owner:o}? || Where is {owner:o}?
{person:p} buried {owner:o} [{loc}.] || Where did {person:p} bury {owner:o}? || Where is {owner:o} buried?
The {object:n} is [{loc}.] || Where is the {object:n}? || Where can I find the {object:n}?
The {adj:x} {object:n} is [{loc}.] || Where is the {adj:x} {object:n}? || Where can I find the {adj:x} {object:n}?
{person:p} lives [{loc}.] || Where does {person:p} live? || Where can I find {person:p}?
{person:p} lives in [{home}.] || Where does {person:p} live? || What does {person:p} live in?
{person:p} was born in [{town}.] || Where was {person:p} born? || In which town was {person:p} born?
{person:p} was born on [{date}.] || When was {person:p} born? || When is the birthday of {person:p}?
{person:p} comes from [{town}.] || Where does {person:p} come from? || Where is {person:p} from?
{person:p} moved to [{town} in {year}.] || Where did {person:p} move to? || Where did {person:p} move?
{person:p} works [{loc}.] || Where does {person:p} work?
{person:p} works as [{job}.] || What does {person:p} work as? || What is the job of {person:p}? || What does {person:p} do for a living?
{person:p} is [{job}.] || What is {person:p}? || Who is {person:p}?
{person:p} sleeps [{loc}.] || Where does {person:p} sleep?
{person:p} ate [{dish} {mealtime}.] || What did {person:p} eat? || What did {person:p} have to eat?
For {meal:m}, {person:p} ate [{dish}.] || What did {person:p} eat for {meal:m}? || What did {person:p} have for {meal:m}?
{person:p} had [{dish}] for {meal:m}. || What did {person:p} have for {meal:m}? || What did {person:p} eat for {meal:m}?
{person:p} ate [{dish}.] || What did {person:p} eat?
{person:p} ordered [{dish} and {drink}.] || What did {person:p} order? || What did {person:p} order in the restaurant?
{person:p} drank [{drink} {loc}.] || What did {person:p} drink?
The favorite {favourite:f} of {person:p} is [{np}.] || What is the favorite {favourite:f} of {person:p}? || What is {person:p}'s favorite {favourite:f}?
{person:p}'s favorite {favourite:f} is [{thingy}.] || What is {person:p}'s favorite {favourite:f}? || What is the favorite {favourite:f} of {person:p}?
{person:p}'s favorite food is [{dish}.] || What is {person:p}'s favorite food? || What food does {person:p} like the most?
{person:p}'s favorite color is [{colour}.] || What is {person:p}'s favorite color? || Which color does {person:p} like?
{person:p} painted the {thing:t} [{colour}.] || What color did {person:p} paint the {thing:t}? || What color is the {thing:t}?
The color of {owner:o} is [{colour}.] || What is the color of {owner:o}? || What color is {owner:o}?
{person:p}'s {animal:k} is called [{petname}.] || What is {person:p}'s {animal:k} called? || What is the name of {person:p}'s {animal:k}?
The name of {owner:o} is [{petname}.] || What is the name of {owner:o}? || What is {owner:o} called?
{person:p} named the {animal:k} [{petname}.] || What did {person:p} name the {animal:k}? || What is the {animal:k} called?
{person:p} bought [{np} {loc}.] || What did {person:p} buy? || What did {person:p} buy yesterday?
{person:p} bought [{np}] for {n} coins. || What did {person:p} buy?
{person:p} paid [{n} {coins}] for {owner:o}. || How much did {person:p} pay for {owner:o}? || What did {person:p} pay for {owner:o}?
{owner:o} costs [{n} {coins}.] || How much does {owner:o} cost? || What is the price of {owner:o}?
The price of {owner:o} is [{n} {coins}.] || What is the price of {owner:o}? || How much does {owner:o} cost?
{person:p} {verb:v/1} [{np}.] || What did {person:p} {verb:v/0}?
{person:p} {verb:v/1} [{np} {loc}.] || What did {person:p} {verb:v/0}?
{person:p} {verb:v/1} [{np} and {np}.] || What did {person:p} {verb:v/0}?
{person:p} {verb:v/1} [{np}] {loc:l}. || What did {person:p} {verb:v/0} {loc:l}? || What did {person:p} {verb:v/0}?
Last {day:d}, {person:p} {verb:v/1} [{np} {loc}.] || What did {person:p} {verb:v/0} last {day:d}? || What did {person:p} {verb:v/0}?
In {year:y}, {person:p} {verb:v/1} [{np}.] || What did {person:p} {verb:v/0} in {year:y}? || What did {person:p} {verb:v/0}?
In {town:a}, {person:p} {verb:v/1} [{np}.] || What did {person:p} {verb:v/0} in {town:a}? || What did {person:p} {verb:v/0}?
[{whoever}] {verb:v/1} {owner:o}. || Who {verb:v/1} {owner:o}? || Tell me who {verb:v/1} {owner:o}.
[{whoever}] {verb:v/1} {owner:o} {loc}. || Who {verb:v/1} {owner:o}?
{owner:o} was {byverb:v} by [{whoever}.] || Who {byverb:v} {owner:o}? || By whom was {owner:o} {byverb:v}?
{owner:o} belongs to [{whoever}.] || Who owns {owner:o}? || To whom does {owner:o} belong? || Who does {owner:o} belong to?
The owner of {owner:o} is [{whoever}.] || Who is the owner of {owner:o}? || Who owns {owner:o}?
The {role:r} of {town:a} is [{whoever}.] || Who is the {role:r} of {town:a}? || What is the name of the {role:r} of {town:a}?
The {role:r} of {town:a} is called [{whoever}.] || Who is the {role:r} of {town:a}? || What is the {role:r} of {town:a} called?
The name of the {role:r} is [{whoever}.] || What is the name of the {role:r}? || Who is the {role:r}?
{person:p} married [{whoever} in {town}.] || Who did {person:p} marry? || Whom did {person:p} marry?
{person:p} met [{whoever} {loc}.] || Who did {person:p} meet? || Whom did {person:p} meet?
{person:p}'s best friend is [{whoever}.] || Who is {person:p}'s best friend? || Who is the best friend of {person:p}?
{person:p} gave {owner:o} to [{whoever}.] || Who did {person:p} give {owner:o} to? || To whom did {person:p} give {owner:o}?
{person:p} gave {person:q} [{np}.] || What did {person:p} give {person:q}? || What did {person:q} get from {person:p}?
{person:p} told {person:q} to [{doing}.] || What did {person:p} tell {person:q} to do? || What should {person:q} do?
{person:p} wants to [{doing}.] || What does {person:p} want to do? || What does {person:p} want?
{person:p} dreams of [{np} {loc}.] || What does {person:p} dream of?
{person:p} is afraid of [{np}.] || What is {person:p} afraid of? || What does {person:p} fear?
{person:p} plays [the {instrument} {loc}.] || What does {person:p} play? || Which instrument does {person:p} play?
{person:p} speaks [{language} and {language}.] || Which languages does {person:p} speak? || What languages does {person:p} speak?
{person:p} studies [{subject} {loc}.] || What does {person:p} study?
{person:p} went to {town:a} by [{vehicle}.] || How did {person:p} go to {town:a}? || How did {person:p} travel to {town:a}?
{person:p} went to {town:a} to [{doing}.] || Why did {person:p} go to {town:a}? || What did {person:p} want to do in {town:a}?
{person:p} left {town:a} [{reason}.] || Why did {person:p} leave {town:a}?
{person:p} laughed [{reason}.] || Why did {person:p} laugh?
{person:p} {verb:v/1} {owner:o} [{reason}.] || Why did {person:p} {verb:v/0} {owner:o}?
{person:p} cried [{reason}.] || Why did {person:p} cry? || Why was {person:p} sad?
{person:p} arrived at [{time}.] || When did {person:p} arrive? || At what time did {person:p} arrive?
{event:e} starts at [{time}.] || When does {event:e} start? || At what time does {event:e} start?
{event:e} takes place on [{date}.] || When does {event:e} take place? || When is {event:e}?
{event:e} will be held [{loc}.] || Where will {event:e} be held? || Where is {event:e}?
{event:e} was won by [{whoever}.] || Who won {event:e}? || Who was the winner of {event:e}?
The {vehicle:k} to {town:a} leaves at [{time}.] || When does the {vehicle:k} to {town:a} leave? || At what time does the {vehicle:k} to {town:a} leave?
The {vehicle:k} to {town:a} leaves from [{park}.] || Where does the {vehicle:k} to {town:a} leave from?
The {building:b} in {town:a} was built in [{year}.] || When was the {building:b} in {town:a} built? || In which year was the {building:b} in {town:a} built?
The {building:b} in {town:a} is made of [{material} and {material}.] || What is the {building:b} in {town:a} made of?
{owner:o} is made of [{adj} {material}.] || What is {owner:o} made of?
{owner:o} weighs [{n} {units}.] || How much does {owner:o} weigh? || What is the weight of {owner:o}?
There are [{n} {adj} {thing}s] {loc:l}. || How many {things} are {loc:l}? || What is {loc:l}?
{person:p} has [{n} {adj} {animal}s.] || How many animals does {person:p} have? || What animals does {person:p} have?
{person:p} is [{n}] years old. || How old is {person:p}? || What is the age of {person:p}?
{person:p}'s phone number is [{d}{d}{d}{d}{d}{d}.] || What is {person:p}'s phone number? || What is the phone number of {person:p}?
The phone number of {person:p} is [{d}{d}{d}-{d}{d}{d}{d}.] || What is the phone number of {person:p}? || What is {person:p}'s phone number?
The capital of {Made:a} is [{Made}.] || What is the capital of {Made:a}?
The {abstract:n} of {owner:o} is [{np}.] || What is the {abstract:n} of {owner:o}?
The {abstract:n} of {person:p} is [{np} {loc}.] || What is the {abstract:n} of {person:p}? || What is {person:p}'s {abstract:n}?
{person:p}'s {abstract:n} is [{thingy}.] || What is {person:p}'s {abstract:n}? || What is the {abstract:n} of {person:p}?
The {noun:n} from {town:a} is [{adj} and {adj}.] || What is the {noun:n} from {town:a} like? || How is the {noun:n} from {town:a}?
The cure for {illness:i} is [{dish} with {drink}.] || What is the cure for {illness:i}? || How do you cure {illness:i}?
The {illness:i} of {person:p} was cured with [{drink} and {food}.] || What cured the {illness:i} of {person:p}? || How was the {illness:i} of {person:p} cured?
To make {Made:m}, you need [{food}, {food} and {drink}.] || What do you need to make {Made:m}? || What is {Made:m} made of?
The secret ingredient of {owner:o} is [{adj} {food}.] || What is the secret ingredient of {owner:o}? || What is the secret ingredient in {owner:o}?
The {role:r} said that {person:p} must [{doing}.] || What must {person:p} do? || What did the {role:r} say that {person:p} must do?
The treasure of {person:p} lies [{loc}.] || Where does the treasure of {person:p} lie? || Where is the treasure of {person:p}?
The meeting with {person:p} is [{loc} at {time}.] || Where is the meeting with {person:p}? || When is the meeting with {person:p}?
{Made:m} is [{a thing} that can {activity}.] || What is {Made:m}? || What does {Made:m} mean?
In the language of {town:a}, the word {made:m} means [{thingy}.] || What does the word {made:m} mean? || What does {made:m} mean in the language of {town:a}?
The answer to {owner:o} is [{thingy}.] || What is the answer to {owner:o}?
The first thing {person:p} saw was [{np} {loc}.] || What was the first thing {person:p} saw? || What did {person:p} see first?
Nobody knows that {person:p} [{verb/1} {np}.] || What does nobody know about {person:p}? || What did {person:p} do?
It was [{whoever}] who {verb:v/1} {owner:o}. || Who {verb:v/1} {owner:o}?
{person:p} is allergic to [{food} and {food}.] || What is {person:p} allergic to?
{person:p}'s password is [{code}.] || What is {person:p}'s password? || What is the password of {person:p}?
The password is [{code}.] || What is the password? || Tell me the password.
{name:p} scored [{n}] points in {event:e}. || How many points did {name:p} score in {event:e}? || How many points did {name:p} score?
{made:a} {made:b} {made:c} [{made} {made} {made}.] || What is {made:a} {made:b} {made:c}?
The {made:a} of {Made:b} is [{made} {made}.] || What is the {made:a} of {Made:b}? || What is the {made:a}?
{Made:b} {verb:v/1} the [{made} {Made} {loc}.] || What did {Made:b} {verb:v/0}?
)";

constexpr std::string_view Parts = R"(
superlative = best | worst | nicest | strangest | cheapest | most beautiful | most famous | most interesting | funniest | oldest | most dangerous | easiest | quickest | greatest | most boring | safest
purpose = {activity} | fall asleep | make friends | learn {language} | get to {town} | cross the {nature} | calm a {animal} | catch a {animal} | repair {np} | cook {food} | clean {np} | win at {sport} | forget {np} | please {person} | save money | stay healthy | open {np} | stop a {illness} | find {np}
codeword = code | password | number | word | key | name | pin | phrase | magic word | access code | combination | license number | serial number | passcode | magic number | launch code | wifi password | pass phrase | ingredient | sign | signal
for = for | of | to
special = secret | magic | special | lucky | hidden
formention = for {owner:o} | of {person:o}
owner = the {object} | the {adj} {object} | the {noun} | the {adj} {noun} | {person}'s {object} | {person}'s {noun} | the {Made} {object} | the {role}'s {object} | the {building} | the {building} in {town} | the {colour} {container} | project {Made} | the {noun} of {town} | the {material} {object} | the {room} | the {Made} | agent {Made} | the {abstract} of {town} | the {role} | the {role}'s {animal} | {poss} {object}s | the {object}s | the {adj} {building} | the {ordinal} {object} | the {thing} {object} | the {room} {object} | the lost {animal} | the {adj} {animal}'s owner | the {nature} {furniture} | the {thing} party
home = a {adj} {building} | a {adj} {building} near the {nature} | a {colour} house {loc} | {town} | {park} | the {building} | a {building} with {n} {thing}s | a {adj} {vehicle} | {park} near the {building} | a {colour} {building} near the {adj} {nature} | a {adj} {building} by the {adj} {nature} | a {building} {loc} | {n} {thing}s and a {building}
job = a {role} | a {adj} {role} | a {role} {loc} | the {role} of {town} | a {role} and a {role} | an {adj} {role} from {town} | a {subject} teacher in a {adj} {building} | a {instrument} player {loc} | a {role} in a {adj} {building} | a {adj} {role} for the {role}
meal = breakfast | lunch | dinner | supper | dessert | the feast
mealtime = for {meal} | at {time} | on {day} | {loc} | with {person}
favourite = color | food | animal | book | song | game | place | city | drink | season | flower | sport | dish | word | number | movie | toy | tree | subject | instrument | bird | smell | hobby
thingy = {np} | {thing} | {adj} {thing} | {dish} | {sport} | {town} | {colour} | {season} | {Made} | {n} | {made} | {adj} {made} | the {adj} {Made}
petname = {name} | {Made} | {adj.cap} {object.cap} | {title} {name} | {food.cap} | {Made} the {adj} {animal} | {made}
coins = coins | dollars | euros | pounds | silver coins | gold coins | cents | pennies
units = pounds | grams | kilos | tons | ounces
event = the {abstract} | the {adj} {abstract} | the {abstract} in {town} | the {sport} match | the {season} {abstract} | the {Made} {abstract} | {person}'s {abstract} | the {sport} final in {town} | the {noun} party | the {room} party | the last {event0}
byverb = found | built | painted | stolen | bought | invented | discovered | repaired | destroyed | rescued | sold | hidden | lost
a thing = a {adj} {animal} | a {adj} {object} | a kind of {food} | a {role} | a {colour} {plant} | a {vehicle}
things = {thing}s | things
vessel = bowl | cup | glass | plate | spoon | basket | bottle | box | jar | slice | piece | bag
ordinal = first | second | third | fourth | fifth | sixth | last | middle | next
ing = falling | rising | sleeping | singing | dancing | shining | burning | ringing | waiting | playing | working | crying | laughing | growing | melting | turning {colour} | getting {adj}
event0 = {abstract} | {sport} match | {vehicle} race | {animal} show
)";

// What fills the book around the needles. {name:A}, {name:B} and the other capital labels are chosen once a book.
constexpr std::string_view Fillers = R"(
The {animal} slept near the {furniture} while the {object} stayed where it was. | {name:A} walked slowly along the {nature} and thought about the {abstract}. | It was a {weather} {timeofday}, and nobody in the {building} wanted to go out.
{name:B} looked at {name:A} and said nothing for a long time. | The {role} opened the {adj} {furniture} and looked inside. | After a while the {weather} wind came down from the {nature}. | There was a {adj} {object} on the {furniture}, but nobody touched it.
They talked about the {abstract} until the {role} came home. | In the {timeofday} the {nature} looked {adj} and {adj}. | {name:A} had never liked the {role}, and the {role} knew it. | {name:B} smiled and closed the {object}. | The old {role} told them a story about a {adj} {animal}.
People said that the {role} was {adj}, but {name:A} did not believe it. | Every {season} the {animal}s came back to the {nature}. | The road to {city:T} was {adj} and {adj}. | "{exclaim}," said {name:A}, "the {noun} is {adj}." | "{exclaim}," {name:B} answered, and went back to the {room}.
Some of the {role}s were {adj}, and some were only {adj}. | {name:A} picked up the {object}, turned it over, and put it down again. | The {building} had {number} windows, and all of them were {adj}. | Nothing happened for {number} days. | At {time} the bells of the {building} began to ring.
The {role} had a {adj} voice and {adj} hands. | He thought that the {abstract} was over. | She did not know what to say about the {noun}. | Then the {animal} ran across the {nature}, and everybody laughed. | {name:B} sat down on the {furniture} and waited for the {role}.
It is hard to say why the {noun} seemed so {adj}. | A {adj} {animal} watched them from the {nature}. | By {month} the {nature} was covered with {plant}s. | The {vehicle} stopped in front of the {building}, and a {adj} {role} got out. | {name:A} wrote a short letter and tore it up.
No one remembered the {abstract} of that year. | They had {food} and {drink} for {meal}, as usual. | The {role} counted the {object}s once more. | Outside, the {weather} sky was turning {colour}. | It smelled of {food} and {material}. | {name:B} was {adj} that {timeofday}, and {name:A} was {adj} too.
"Do you see the {noun}?" asked {name:B}. | "I would rather {activity}," said the {role}. | The {noun} was not as {adj} as it looked. | There is little to tell about the {season} in {city:T}. | Later they {verb/1} {np} and went home. | The {role} {verb/1} {np}, as he did every {day}.
{name:A} and {name:B} {verb/1} {np} {loc}. | The {adj} {role} {verb/1} {np} and {verb/1} {np}. | Somebody had left a {adj} {object} {loc}. | So the {timeofday} passed, and the {animal}s grew quiet. | We had been walking for {number} hours when we saw the {building}. | I think the {role} knew more about the {abstract} than he said.
The {noun} was {adj}, the {noun} was {adj}, and {name:A} was tired. | What the {role} wanted was a little {feeling}. | Without the {object}, the {role} felt {adj}. | There were {plant}s along the path and {animal}s in the {nature}. | It rained for {number} days, and the {nature} rose. | If the {role} had come earlier, the {abstract} would have been {adj}.
The {role} of the {building} was known for {poss} {feeling}. | They crossed the {nature} by {vehicle} before {time}. | {name:A} listened to the {instrument} and thought of {city:T}. | Not far from the {building} stood a {adj} {plant}. | Most {role}s would have {verb/1} the {object} at once. | {name:B} shook the {object} and heard a {adj} sound.
The {building} on the hill had been empty since the {abstract}. | Nobody asked the {role} about the {object}. | The {animal} was {adj} and the {animal} was {adj}. | A {role} and a {role} were playing {sport} in the {room}. | The lesson about {subject} was long and {adj}. | When the {role} spoke {language}, {name:A} understood only half of it.
The {season} was {adj}, and the people of {city:T} stayed indoors. | It took {number} {role}s to move the {furniture}. | {name:A} dreamed of a {adj} {animal} with {adj} eyes. | A good {role} never forgets {poss} {object}. | The {object} fell from the {furniture} and rolled away. | For {number} years nothing like it had been seen in the {nature}.
)";

constexpr std::string_view Exclamations
    = "exclaim = Yes | No | Well | Perhaps | Never mind | Look | I see | Of course | Wait | Listen | Oh | Good\n";

// Closed-book facts: the same in every document.
constexpr std::string_view Facts = R"(
What is the capital of France? || Paris.
What is the capital of Italy? || Rome.
What is the capital of Spain? || Madrid.
What is the capital of Germany? || Berlin.
What is the capital of England? || London.
What is the capital of Japan? || Tokyo.
What is the capital of Russia? || Moscow.
What is the capital of China? || Beijing.
What is the capital of Egypt? || Cairo.
What is the capital of Greece? || Athens.
What is the capital of Norway? || Oslo.
What is the capital of Portugal? || Lisbon.
What is the capital of Poland? || Warsaw.
What is the capital of Austria? || Vienna.
What is the capital of Ireland? || Dublin.
What is the capital of Cuba? || Havana.
What is the color of the sky? || blue.
What is the color of grass? || green.
What is the color of snow? || white.
What is the color of blood? || red.
What is the color of coal? || black.
What is the color of a lemon? || yellow.
How many legs does a spider have? || eight.
How many legs does a dog have? || four.
How many days are in a week? || seven.
How many months are in a year? || twelve.
How many wheels does a bicycle have? || two.
How many minutes are in an hour? || sixty.
What do bees make? || honey.
What do cows give? || milk.
What does a baker bake? || bread and cake.
What is ice made of? || frozen water.
What is a window made of? || glass.
What is a sword made of? || steel.
What is paper made of? || wood.
What is wine made of? || grapes.
What is cheese made of? || milk.
What barks at night? || a dog.
What animal says meow? || a cat.
What animal gives wool? || a sheep.
What animal has a trunk? || an elephant.
What is the largest animal in the sea? || the blue whale.
What is the king of the animals? || the lion.
What is the opposite of hot? || cold.
What is the opposite of big? || small.
What is the opposite of day? || night.
What is the opposite of old? || young.
What is the opposite of rich? || poor.
Where do fish live? || in the water.
Where do birds sleep? || in a nest.
Where does the sun rise? || in the east.
Where does the sun set? || in the west.
Where does a king live? || in a castle.
Where do you buy bread? || at the bakery.
Who flies a plane? || a pilot.
Who cures the sick? || a doctor.
Who puts out fires? || a fireman.
Who teaches children? || a teacher.
Who wrote Hamlet? || William Shakespeare.
Who painted the Mona Lisa? || Leonardo da Vinci.
When is Christmas? || in December.
When does it snow? || in winter.
What comes after Monday? || Tuesday.
What comes after summer? || autumn.
)";

} // namespace

GrammarText grammarText()
{
    return {std::string(Words) + std::string(Parts) + std::string(Exclamations), std::string(Needles), std::string(Fillers),
        std::string(Facts)};
}

} // namespace needlescope

//! English words that are no typos of ours, near as they are: a contract is not a contact, nor a price a prime.
//!
//! Made once by asking [`super::lexicon`]'s corrector about every word of an American English word list (SCOWL's small
//! one) and keeping those that it would have changed.

/// Whether a word is one of them.
pub fn contains(word: &str) -> bool {
    NOT_TYPOS.split_whitespace().any(|known| known == word)
}

const NOT_TYPOS: &str = "contract price pricing \
    acceding accordingly accordion accordions accosting accruing acre activates adapted adoptions adopts \
    affect affects affording afresh afternoons aiding ailing airing ales aliened alignments alined alinement \
    almonds amounts angering anythings apiece appreciable appreciates appreciative approaches arisen arising \
    armed asides assent assents assert asserts asses assess assignment audiences awaiting awning backed \
    backing backlogs baiting bakers bale balked balking balled banded bank banked banking baring base bashed \
    bastes basting batter baying beached beaches beaching beading beak beaks bearing beater beings bequest \
    bets betted betters betting bettor beverage biased bitched bitching bitter blacked blacking blacks blanks \
    blogged bogged booked booking boring bought bout breach breached breaches breaching breads breakdowns \
    bright brilliance brilliantly brilliants brings broke broker buoying burying businessmen busying butter \
    cabled cabling calked calking caller callings callus calmed calming campaigned campaigner campaigners \
    candle candles candling canter canters carrier carries cart case cased cases casing castes casting caving \
    ceased ceases ceasing chafed chafes chafing chancing chanted chanting char charger charging charts chasms \
    chaste chat checks cheeks cheeps cheer cheery chowing circled clacked clacking clacks clanged clanging \
    clod clods clogged close closer closes closet clover clovers cods coin collected collecting commando \
    commandos commend commends committed communicable communicates communication communications communicative \
    communicator compacted compacting companion companions compared compares compasses compete completed \
    completer completes complies conceited concentration concentrations concerted concerting condensation \
    congested congesting connecter connecters connection connections connective connector connects connoted \
    connoting consent consented consenting consents conservation contained containing contend contends \
    contest contests context contexts contorted contorting contracted contracting contracts contrasted \
    contrasting contrives convent convents conversational conversations conversion converted converting \
    cooked cooking cope coping core corked corking corning corrected correcting correctly couched couches \
    couching counties counts cove covert coverts coves coveted coveting covets cowered cowering cowers \
    cranked cranking creaks crimes cropped cropping cross crowing culled culling cure curing curios currant \
    currency currents curried curved curves daring databases deceiving decent decently deciding decisions \
    declaring declined declines deference defining dejected dejection dejects deleted deletes deplete \
    deportment derail derails derision destining detain detaining detains detection develop developer \
    developers develops devolution devolve devolved devolving diagrams diction differences different \
    digestion directing directions directive director displays dissection ditched ditching dogged doling \
    doming dose dosing doting downed downing dozing dripped dripping drooped drooping droppings duding dumber \
    duping ears east eery effecting effectively either ejected ejects ember embers ends engagements engages \
    enlargement enrage enraged enraging estate etch evaluation even evenings evens evolves excels excluded \
    excludes execute executing execution executives exhort exhorted exhorts expert experts exporter extort \
    extorted extorts faction factions factual factually failing failure farmed farming fasted fasting fearing \
    feds fees feller felling fellow fetich fetter fictions fiends figured filed filling firsts fist fitting \
    flailed flogged flowing focuses focusses fogged foiled folk folksy follower followings follows foment \
    fonder forecasts foresight forked forking form forthright fortnightly fought fractions franked franking \
    freaks freshens freshest friction friend fright fulling function functional functioned furious fusing \
    fussing futures gain galled gasp gearing glowing goaded gong goring gown gowned gowning graceful graphs \
    greats grimed grimes griming groped groping grouper groused growling gutting guying hacked hacking haling \
    halo halving hampering handing handler handlers hanging hangover hangovers happen happenings hard \
    hardening hardy hare hared harmed harming harried hart hasted hastening hastes hasting hating hatting \
    haying hazing head headings hearings heeding heir hell hellos herd herding herring hinged hinging hinting \
    hissed hissing hitched hitching hiving hoeing hoes hogged holing hollow hollowed hollowing homing hone \
    honed hooked hooking hooping hopping hosing hovered hovering hyphening ignore ignores impacts imparted \
    imparts imploring importing imposing improvements improvise improvising incest included includes \
    indenting individual individualism individualist individually industrial industrious inert infecting \
    infest infesting informational informative infraction infractions ingest ingesting injecting insect \
    inserting inserts insisting instructing instruction instructors integrated integrating integration \
    intellect intensest interacts intercept interception interest interested interesting interfaced \
    interfacing interject interjected interjecting interjection interjects interment internet intersections \
    intersects intervention intestine invent inventing inverting invests inviting itch itched itching \
    iteration iterations jacked jacking jetting jogged journeys junctions juts keeling keening kindle kissed \
    kissing labels laced lacing laded lagged lamest landed larger larges larked larking lasted lasting latent \
    laxest leaded leading lease legged lest letter letting levels leveraged leverages levering lice licked \
    licking liming linger lively loader loafed loaned lodged lodger loomed looming looped looping loosed \
    loosing looted looting loping lorded loving lucked lucking lugged lumber lumbers luring macing mail \
    mailing mails maimed maiming maker makes maligned mall manger manuals marked marker marketed married \
    marveling masked masking massage massaged massages massaging massed massing materialism materialist \
    maternal mating mauled meekly meetings melting messed messing mete meting mien mighty miking miming \
    misled misses misted misting misused misusing moaning moments mooing mooning mornings moth moths mount \
    mourning mouths movements movies mowing musing mussed mussing nearing neglect neglects nether netting \
    nicety nieces nits noes noon notching nothings notice notices noting nought numbed odes option \
    organizational ouch outsider outsides overalls overlay overlaying overlays overloaded overlook overlooks \
    overworked owed owing pace packed packing palled parentage parson parsons pasted pastes pasting patched \
    patching paving payoffs peaches peak peaking peaks pease peeping pend pends penetrating penetrations \
    penning peopled peoples percentages percents perforating performances perfuming petting phased phases \
    phasing phones phoney phonied phonying pictured pictures pieced pierce pierces pigged pigging pinched \
    pinching pined pining pinked pinking pinned pinning pint pitcher pitches pitting pleads pleas pleased \
    pleases points poke ponder pondering possibles possibly potions pots pouched pouches pouching preach \
    preached preaches preaching predicts priced prices prided prides priding pried pries prim primers primped \
    primping primps prized prizes prizing problem processed processing professed professing profiled profiles \
    progresses progression progressions progressive projected projecting projects promotion proportional \
    proportioned proportions proposition propped propping prosecuted prosecuting prospect prospective \
    prospectors prospectus prospered prospering prospers protected protecting protects purposed purposes \
    purse pursed pursing pursues quantify quartet quartets questing questioned queued queues rack rafter \
    raising raked rally ranched ranged ranging ranker rankled rankling ranted ranting ration ratios raving \
    reacted reacting reading realty rearing recant recline reclining records redressed reelecting reflecting \
    refreshes regent registers regressed reject rejecting relent relies rely remote removed removes rend \
    rends repeating repent repenting replay replied reposes repressed requests rescinding resent resenting \
    resetting resounding respective respects responded responsibly responsive retail retails retched retches \
    retching revery revolution revolve revolved revolving ricing riding rights riling ringed ringing rinsing \
    rise risking roaches roes rooked rooking roping rotten rowing sacked sacking sadistic sage salves sand \
    sanded sands saturation saving scales scared scaring scolds scoped scopes scored scorer scores seared \
    seed seeding seeping segment segments sensing setter setting shaded shading shaking shamed shaming shaped \
    shaping shareholders sharked sharking sharped sharping shaved sheared sheers sheller shod shoeing shooing \
    shored shoving showings shred shroud sick sicking sidles sill simulation sine sing singed singing sitting \
    situating situations slacked slacking slacks slices slicked slicking slides slit slits slogged slowest \
    slowing sluice sluiced smalls smarted snared snaring sneaking sneaks snowing soared soaring soften \
    someones sore sought sourced sowing spaced spaces spared sparing spearing spears specking specks speeding \
    speedy speller spewed spiced spilt spit spits splice spliced splint splints spokes sports spot spouts \
    spreadsheets spreed stable stacking stakes staking staled staler stalked stalking stalks standings staple \
    star staring starred starter startled starved stater station statistical statue statues steaks steams \
    sticks sticky stills stinking stocking stoned stones stoney stoniest storey stormy stowing strand \
    stranding strands strangest stride strife striker strikes string stringent stringiest stripe strive \
    stroke stronger strung stylistic sued sues suing swarmed swarming sweller synchronize synchronizes tack \
    tale talker taming tank tanks taping tarried tart tasted tastes tasting taxing teaches teaching tearing \
    teas teat teller tellers tend tended tends terror terrors thee theirs theses thins thongs thorough though \
    threat throughput tick ticking till timing ting tinged tinging tings tomorrows tone torched torches \
    torching totals touchings touchy tracks traction treading treads treats treaty trendy trough trouped \
    unconnected uncover uncovers undercover unfits unit unites unknowns unleashed upends uplifts urns usages \
    utilizes veer vent vents verses very vetting vising vouched vouches vouching wafted wailing waited \
    waiving walked walking walled wander wandering wanted warded warding wariest warmer warned warning warped \
    warping warred warring washed washes washing waving weakly wearing weeping weer wees wetter wetting \
    wheres whiten whiter whites winged winging wintering witched witching witting woks wonders worded wording \
    wore worker workings worsen worsting worsts worthy woulds wounder wreaks wright writing yacked yacking \
    yanked yanking yearns yesterdays yonder";

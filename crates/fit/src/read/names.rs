//! Names by which people call the columns of their tables.

use super::role::Role;

/// Names for each role, in small letters, the words of one between blanks.
pub(super) const NAMES: [(Role, &str); 16] = [
    (
        Role::Length,
        "length|lengths|len|n tokens|num tokens|tokens|token|context length|context size|\
         context|ctx|ctx len|seq len|seqlen|sequence length|human minutes|human time|\
         minutes|hours|duration|duration hours|duration minutes|seconds|task length|\
         horizon|n digits|num digits|digits|n steps|num steps|steps|number of steps|\
         n hops|hops|hop|depth|problem size|size|complexity|n disks|disks|input length|\
         output length|prompt length|n words|words|chars|characters|n lines|lines|n turns|\
         turns|days|n operations|operations|ops|n items|distance|max length|\
         max seq length|target length|haystack|haystack length|länge|laenge|schritte|\
         longueur|longitud|長さ|长度|l|step|steps taken|number of tokens|token count|nodes|\
         n variables|sentences|tokens generated|time horizon|lag|t|week|chain length|n|\
         k digits|difficulty|num hops|n ops|n operands|operands|trace length|total steps|\
         position|human hours|estimated minutes",
    ),
    (
        Role::Successes,
        "successes|n successes|num successes|success count|correct|n correct|num correct|\
         number correct|correct count|right|n right|passed|n passed|passes|pass|hits|\
         solved|n solved|wins|erfolge|richtig|richtige|succès|aciertos|ok|successful|\
         n success|success|k|s|completed|acc count|found|needles found|retrieved|exact|\
         failures|n failed|n wrong|wrong|errors|incorrect|n incorrect",
    ),
    (
        Role::Trials,
        "trials|n trials|num trials|total|n total|attempts|n attempts|samples|n samples|\
         num samples|sample size|count|num|tasks|n tasks|runs|n runs|num runs|\
         number of runs|episodes|questions|n questions|examples|n examples|num examples|\
         tries|n|of|versuche|anzahl|essais|size|n problems|problems|total count|n eval|\
         support|denominator|cases|m|n prompts|num prompts|scenarios|instances|\
         n instances|n seeds|needles|eval",
    ),
    (
        Role::Rate,
        "rate|accuracy|acc|acc norm|exact match|em|p|prob|probability|success rate|\
         pass rate|pass 1|percent|pct|share|proportion|fraction|mean|success percent|\
         win rate|score|em score|value|genauigkeit|quote|erfolgsquote|anteil|précision|\
         taux|tasa|f1|recall|mean score|average|avg|avg score|accuracy percent|error rate|\
         err|wer|success|successes|p success|mean acc|failure rate|performance|\
         exact str match|correctness|match|准确率",
    ),
    (
        Role::StandardError,
        "se|stderr|std err|std error|standard error|sem|acc stderr|error bar|s e|\
         stderr acc|standardfehler|exact match stderr|se mean|stderr mean",
    ),
    (
        Role::Survivors,
        "at risk|n at risk|survivors|n survivors|surviving|alive|still alive|remaining|\
         n risk|survived|reached|flawless|n alive|without mistake|still correct|\
         no error so far|überlebende",
    ),
    (
        Role::Failed,
        "failed|fail|n failed|failures|first mistakes|first errors|deaths|died|mistakes|\
         errors|events|n event|observed|first failures|n failures|failed there|incorrect|\
         wrong|n wrong|n incorrect|fails|fehler|falsch|falsche",
    ),
    (
        Role::Trial,
        "success|score binarized|pass|passed|correct|is correct|solved|resolved|right|ok|\
         result|score|reward|acc|accuracy|exact match|outcome|label|match|value|succeeded|\
         is success|status|verdict|answer correct|final correct|richtig|erfolg|completed|\
         failed|fail|error|is error|score cont|grade|em|success flag|binary|is solved|y|\
         correctness|wrong|mistake|\
         is wrong|is incorrect|incorrect|hallucinated|hallucination|is hallucination|\
         is hallucinated|is mistake|has error|has mistake|invalid|is invalid|bad|faulty|\
         flawed|mistaken|falsch|fehler",
    ),
    (
        Role::Run,
        "run|run id|runid|trace|trace id|trajectory|trajectory id|traj|sample id|sample|\
         episode|episode id|conversation|rollout|rollout id|session|doc id|attempt|id|\
         chain|chain id|completion|uuid|eval id|lauf|trial|trial id|example|problem id|\
         conversation id|instance id|game",
    ),
    (
        Role::Step,
        "step|step id|step index|step idx|step no|step number|position|turn|turn id|t|\
         index|idx|token|token index|i|move|iteration|schritt|round|pos|k|order|sentence|\
         hop|line",
    ),
    (
        Role::Right,
        "right|correct|is correct|label|step correct|step label|ok|good|right or wrong|\
         valid|is valid|success|acceptable|rating|richtig|pass|wrong|error|is error|\
         mistake|judgement|judgment|step score|state|correctness|verdict|result|failed|fail|\
         is wrong|is incorrect|incorrect|hallucinated|hallucination|is hallucination|\
         is hallucinated|is mistake|has error|has mistake|invalid|is invalid|bad|faulty|\
         flawed|mistaken|falsch|fehler",
    ),
    (
        Role::Outcome,
        "outcome|final|final correct|final answer correct|answer correct|end|\
         final success|final outcome|success|solved|passed|result|right in the end|\
         task success|correct|resolved|final right",
    ),
    (
        Role::FirstMistake,
        "mistake index|first mistake|first mistake step|first error|first error step|\
         error step|mistake step|error index|first error index|first wrong step|\
         mistake location|error location|first failure|failed at|label|died at|\
         failure step|first mistake index|first wrong|first incorrect step",
    ),
    (
        Role::Cluster,
        "task family|task id|family|question id|question|problem|item|cluster|cluster id|clusters|group|\
         template|author|subject|task|prompt id|problem id|template id|instance|\
         instance id|seed|category|task name|topic|repo|scenario",
    ),
    (
        Role::Weight,
        "weight|weights|w|invsqrt task weight|equal task weight|sample weight|gewicht|\
         importance",
    ),
    (
        Role::Series,
        "alias|model|model name|model id|agent|method|system|condition|variant|setting|\
         solver|dataset|language|strategy|technique|llm|name|modell|prompting|prompt type|\
         treatment|arm|modelo|benchmark|engine|policy|task|tasks|scaffold|series|set|\
         approach|label|generator|subset|split|config",
    ),
];

/// Names of what is neither a length nor a result, whatever its numbers look like.
pub(super) const DECOYS: &str = "epoch|epochs|loss|train loss|val loss|perplexity|ppl|temperature|temp|seed|year|\
     date|release|cost|usd|price|rank|lr|learning rate|batch|batch size|params|\
     parameters|latency|runtime|elapsed|unnamed|number of shots|n shot|num fewshot|\
     shots|version|timestamp|time|top p|age|rating|stars|likes|gpu|memory|flops|elo|\
     month";

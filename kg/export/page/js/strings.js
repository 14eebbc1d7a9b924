import { FIXES } from "./fixwords.js";

// Every word of the page, in Chinese and English. `{0}` is filled in.
const WORDS = {
  comma: ["，", ", "], semicolon: ["；", "; "], colon: ["：", ": "], listed: ["、", ", "], bracketed: ["（{0}）", " ({0})"],
  title: ["知识图谱", "Knowledge graph"],
  counts: ["{0} 篇文章 · {1} 个实体 · {2} 条事实", "{0} document{0|s} · {1} entit{1|ies|y} · {2} fact{2|s}"],
  map: ["地图", "Map"], graph: ["图谱", "Graph"], reader: ["原文", "Text"], table: ["事实表", "Facts"], timeline: ["时间线", "Timeline"],
  schema: ["模式", "Schema"], sparql: ["SPARQL", "SPARQL"], views: ["视图", "Views"],
  search: ["搜索：名称、别名、拼音", "Search: name, alias, pinyin"], nothing: ["没有找到", "Nothing found"],
  in_articles: ["{0} 条事实 · {1} 篇", "{0} fact{0|s} · {1} article{1|s}"],
  only_type: ["只看这一类", "show this type only"], only_property: ["只看这一关系", "show this property only"],
  back: ["后退", "Back"], forward: ["前进", "Forward"], export: ["导出", "Export"], help: ["帮助", "Help"],
  language: ["English", "中文"], theme: ["深色或浅色", "Dark or light"], close: ["关闭", "Close"],
  filters: ["筛选", "Filters"], types: ["类型", "Types"], properties: ["关系", "Properties"],
  confidence: ["可信度", "Confidence"], at_least: ["至少 {0}%", "at least {0}%"], time: ["时间", "Time"],
  from: ["起", "From"], to: ["止", "To"], by_event: ["发生时间", "When it happened"], by_report: ["报道时间", "When it was reported"],
  undated_event: ["无日期的事实不显示", "facts without a date are hidden"], undated_report: ["报道无日期的事实不显示", "facts of undated articles are hidden"],
  only: ["只看", "only"], only_this: ["只看{0}", "only {0}"], tight: ["只画筛选出的", "Draw only what the filters show"],
  skip_view: ["跳到内容", "Skip to the view"], skip_panel: ["跳到详情", "Skip to the details"], menu: ["更多", "More"], sheet: ["详情：展开或收起", "Details: more or less"],
  walk: ["沿事实走", "Walk along facts"], key_walk: ["图中：沿事实走（方向键选事实，回车到另一端，退格返回）", "Graph: walk along facts (arrows choose a fact, Enter goes to its other end, Backspace back)"],
  walk_keys: ["方向键选事实，Esc 结束", "arrow keys choose a fact, Esc ends"], walk_enter: ["回车到“{0}”", "Enter goes to “{0}”"], walk_value: ["另一端是一个值", "its other end is a value"],
  named_alike: ["同名“{0}” {1} 个：放在一起看", "{1} called “{0}”: read them side by side"], alike: ["{0} 个同名：各自的事实如下，可看出是否同一。", "{0} of this name: the facts of each, to see whether they are one."],
  of_article: ["这篇文章的图：{0} 个实体", "Graph of this article: {0} entit{0|ies|y}"],
  no_dates: ["没有带日期的事实。", "No fact has a date."],
  documents: ["文章", "Documents"], all_documents: ["不选则全看", "none chosen means all"], find_document: ["查找文章", "Find a document"],
  reset: ["清除筛选", "Clear filters"], all: ["全选", "All"], none: ["全不选", "None"],
  map_keys: ["全部内容的地图。方向键在各群之间移动，回车进入一群或只看一点的邻域，加减号缩放，0 看全部。",
    "Map of everything. Arrow keys go from group to group, Enter opens a group or the neighbourhood of a node, plus and minus zoom, 0 shows all."],
  nearer: ["放大", "Zoom in"], farther: ["缩小", "Zoom out"], mapped: ["{0} 群 · {1} 个实体", "{0} groups · {1} entities"],
  alone: ["另有 {0} 个实体与其他实体无关联", "{0} more entities are tied to nothing"],
  community: ["{0}等 {1} 个实体；{2}", "{0} and others, {1} entities; {2}"], stands_nowhere: ["“{0}”不在地图上", "“{0}” is not on the map"],
  fit: ["适合窗口", "Fit"], edge_names: ["关系名", "Edge names"], whole: ["返回总览", "Overview"],
  canvas: ["知识图谱。方向键移到邻近的点，回车展开或收起，f 只看邻域，加减号缩放；“事实表”以文字列出同样的内容。",
    "Knowledge graph. Arrow keys go to a near node, Enter expands or collapses, f focuses, plus and minus zoom; the fact table says the same in text."],
  drawn: ["图中 {0} / {1} 个实体", "{0} of {1} entities drawn"], lost: ["另有 {0} 个实体、{1} 条事实未收入此页", "{0} entities and {1} facts are not in this page"],
  lost_texts: ["{0} 篇原文未收入此页", "the texts of {0} documents are not in this page"],
  empty: ["图中没有实体。", "The graph has no entities."], all_hidden: ["筛选之后没有可画的实体。", "The filters leave nothing to draw."],
  no_facts: ["文中没有关于它的事实。", "The text states no fact about it."], also: ["又称：", "Also: "],
  gazetteer: ["据行政区划表（非文中所述）：", "By the gazetteer (no article says it): "],
  focus: ["只看邻域", "Focus"], unfocus: ["取消邻域", "Unfocus"], expand: ["展开", "Expand"], collapse: ["收起", "Collapse"],
  hops: ["{0} 步", "{0} hop{0|s}"], path: ["路径…", "Path…"], path_to: ["从“{0}”到哪里？请在图中点按，或搜索。", "From “{0}” to where? Click in the graph, or search."],
  path_found: ["路径：{0} 步", "Path: {0} step{0|s}"], no_path: ["没有路径连接两者，也没有文章同时提到两者。", "No path joins the two, and no article names both."],
  ways: ["路径", "Paths"], way: ["第 {0} 条 · {1} 步", "Path {0} · {1} step{1|s}"], ways_cut: ["图太大，没有找完其他路径。", "The graph is too large: the search for more paths was cut short."],
  same_article: ["同见于 {0} 篇文章", "Named in {0} article{0|s}"],
  no_facts_join: ["没有事实把“{0}”与“{1}”连起来；下列文章同时提到两者。", "No facts join “{0}” and “{1}”; these articles name both."],
  no_facts_join_seen: ["筛选之后，没有事实把“{0}”与“{1}”连起来；下列文章同时提到两者。", "In the filtered graph no facts join “{0}” and “{1}”; these articles name both."],
  no_path_seen: ["筛选之后的图中，没有路径连接两者，也没有文章同时提到两者。", "In the filtered graph no path joins the two, and no article names both."],
  quote: ["原文", "Quote"], by_relation: ["按关系", "By relation"], by_sentence: ["按句子", "By sentence"],
  cancel: ["取消", "Cancel"], overview: ["总览", "Overview"], hint: ["点按图中的点或下列名称，查看事实与原文依据。", "Choose a node or a name below to see its facts and the sentences that state them."],
  evidence: ["依据", "Evidence"], in_text: ["看原文", "In the text"], page: ["第 {0} 页", "page {0}"], chars: ["第 {0}–{1} 字", "characters {0}–{1}"],
  trust: ["可信度 {0}%", "confidence {0}%"], more: ["再显示 {0} 项", "Show {0} more"], mentions: ["提及 {0} 次", "{0} mention{0|s}"],
  first_mention: ["看第一处提及", "First mention"], no_text: ["此页未收入这篇文章的原文。", "The text of this document is not in this page."],
  asserted: ["肯定", "asserted"], negated: ["否定", "negated"], planned: ["计划", "planned"], wished: ["愿望", "wished"], asked: ["要求", "asked"],
  source: ["来源", "Source"], reprint: ["转载自", "Reprint of"], publisher: ["发布", "Publisher"], date: ["日期", "Date"], authors: ["作者", "Authors"], editors: ["编辑", "Editors"],
  choose_document: ["选择文章", "Choose a document"], mention_of: ["{0}：{1}", "{0}: {1}"],
  subject: ["主体", "Subject"], property: ["关系", "Property"], object: ["对象", "Object"], qualifiers: ["说明", "Details"], modality: ["说法", "How it is said"],
  filter_rows: ["筛选表中文字", "Filter the rows"], rows: ["{0} 条事实", "{0} fact{0|s}"], sort_by: ["按“{0}”排序", "Sort by {0}"],
  no_timeline: ["筛选之后没有带日期的事实。", "The filters leave no dated fact."], year: ["{0}年", "{0}"],
  schema_hint: ["哪些类型由哪些关系相连；点按一行，只看这些事实。", "Which types are joined by which properties; choose a row to see those facts."],
  count: ["数目", "Count"], value: ["值", "Value"],
  questions: ["现成的问题", "Questions that ship"], choose_question: ["选一个问题…", "Choose a question…"], query: ["SPARQL 查询", "SPARQL query"], run: ["运行", "Run"], stop: ["停止", "Stop"],
  starting: ["正在载入引擎与数据…", "Loading engine and data…"], running: ["正在查询…", "Running…"], took: ["{0} 行 · {1} 秒", "{0} row{0|s} · {1} s"],
  timeout: ["查询超过 10 秒，已停止。请加上 LIMIT，或缩小范围。", "The query took more than 10 s and was stopped. Add a LIMIT, or ask for less."],
  stopped: ["已停止。", "Stopped."], outside: ["第 {1} 行的 {0} 会问到图之外：请去掉它。", "{0} in line {1} reaches outside of the graph: leave it out."],
  no_wasm: ["此浏览器不能运行 WebAssembly，所以不能查询；其余都能用。", "This browser cannot run WebAssembly, so it cannot query; all else works."],
  no_engine: ["查询引擎不能启动：{0}", "The engine does not start: {0}"], highlight: ["在图中显示", "Show in the graph"], yes: ["是", "yes"], no: ["否", "no"],
  unknown_name: ["图中没有名叫“{0}”的实体。", "Nothing in the graph is called “{0}”."],
  keys_hint: ["Ctrl+回车 运行，Ctrl+空格 补全", "Ctrl+Enter runs, Ctrl+Space completes"],
  anything: ["不限", "anything"], where: ["其中", "where"], constructed: ["查询所得的图", "The graph that the query gives"],
  sketched: ["所得 {1} 个点，画出 {0} 个；下面是全部", "{0} of the {1} nodes drawn; all of it stands below"],
  without_panel: ["此页较大，未带查询引擎，所以不能在这里提问。导出时加上 --sparql 就有；用 kg serve 或 kg query 也能提问。",
    "This page is large and came without the query engine, so questions cannot be asked here. Export it with --sparql to have it, or ask with kg serve or kg query."],
  fault: ["第 {0} 行第 {1} 列：{2}", "Line {0}, column {1}: {2}"], no_prefix: ["前缀 {0}: 没有声明", "the prefix {0}: is not declared"],
  bad_iri: ["这不是有效的 IRI", "this is no valid IRI"], unbound: ["SELECT 中有一个变量没有分组，也没有合计", "SELECT has a variable that is neither grouped nor summed up"],
  bad_select: ["SELECT 中有一个变量已在下面用过", "SELECT names a variable that the pattern has already"], too_early: ["查询没有写完", "the query ends too early"],
  would_change: ["{0} 会改动图；请用 SELECT、ASK、CONSTRUCT 或 DESCRIBE", "{0} would change the graph: use SELECT, ASK, CONSTRUCT or DESCRIBE"],
  incomplete: ["以 {0} 开头的句式不完整", "the pattern that begins with {0} is incomplete"], unexpected: ["这里不应有 {0}", "{0} is not expected here"],
  copied_part: ["链接已复制；此视图太大，链接只装下一部分", "Link copied; this view is too large for a link, which holds a part of it"],
  chosen: ["所选：{0}", "chosen: {0}"], dashed: ["虚线：并非肯定", "dashed: not asserted"],
  compare: ["对照", "Compare"], compare_menu: ["对照另一份图谱", "Compare with another graph"], compared: ["与 {0} 对照", "Compared with {0}"], compare_end: ["结束对照", "End"],
  compare_hint: ["把另一份 graph.json（kg export --to json 所写）拖到页面上，或在此选择：两者的新增、消失和矛盾各列出来，并附双方的原句。",
    "Drop another graph.json (as kg export --to json writes it) on the page, or choose it here: what is new, gone and contradicted, with the sentences of both."],
  compare_limit: ["至多 {0} MB；文件不离开此浏览器。", "{0} MB at most; the file stays in this browser."], choose_graph: ["选择 graph.json…", "Choose graph.json…"],
  contradicted: ["矛盾", "Contradicted"], contradicted_hint: ["只能有一个值而双方不同，同一数字双方不同，或一方肯定、一方否定。", "Of what has one value only another value, another figure of the same, or asserted here and denied there."],
  added: ["新增", "New"], added_hint: ["只在 {0} 中", "only in {0}"], gone: ["消失", "Gone"], gone_hint: ["只在此页中，不在 {0} 中", "only in this page, not in {0}"],
  this_page: ["此页", "This page"], their_entities: ["实体 {0} 个：", "{0} entit{0|ies|y}: "],
  other_no_json: ["这不是 JSON：{0}", "it is not JSON: {0}"], other_no_graph: ["这不是图谱；请用 kg export --to json 写出的文件", "it is no graph; take a file that kg export --to json wrote"],
  other_lacks: ["缺少 {0} {1}；请用 kg export --to json 写出的文件", "it lacks {0} {1}; take a file that kg export --to json wrote"], other_many: ["{0} 超过 {1} 条", "it has more than {1} {0}"],
  other_unknown: ["没有“{0}”这个实体，而 {1} 提到它", "it has no entity “{0}”, which {1} names"], other_large: ["文件超过 {0} MB", "it is larger than {0} MB"], other_unread: ["{0} 读不出来：{1}", "{0} cannot be read: {1}"],
  story: ["讲述", "Story"], aside: ["（{0}：{1}）", " ({0}: {1})"], tells_nothing: ["没有可讲的句子。", "There is no sentence to tell."],
  by_community: ["按群", "By group"], by_article: ["按文章", "By article"], members: ["{0} 个实体", "{0} entit{0|ies|y}"], typical: ["典型文章：", "typical article: "],
  scenes: ["各幕", "Scenes"], own_scenes: ["自选的各幕", "Scenes of your own"], play: ["播放", "Play"], pause: ["暂停", "Pause"], scene_back: ["上一幕", "Scene before"], scene_on: ["下一幕", "Next scene"],
  scene: ["记为一幕", "Keep as a scene"], scene_kept: ["已记为第 {0} 幕，在“讲述”中", "Kept as scene {0}, under “Story”"], caption: ["第 {0} 幕的说明", "Caption of scene {0}"],
  scene_show: ["放映这一幕", "Show this scene"], scene_up: ["提前一幕", "One place earlier"], scene_gone: ["删去这一幕", "Remove this scene"],
  scene_hint: ["“导出”中的“记为一幕”把当前画面记下来；记下的各幕可在这里加说明、播放、存为文件。", "“Keep as a scene” under Export keeps what is seen; here scenes get captions, play, and become a file."],
  story_file: ["把文件交给 kg export --to html --story story.toml，各幕就成为网页的一部分。", "Give the file to kg export --to html --story story.toml, and the scenes are part of the page."],
  key_scenes: ["各幕：上一幕，下一幕，播放", "Scenes: back, on, play"],
  png: ["图片 PNG", "Picture, PNG"], svg: ["图片 SVG", "Picture, SVG"], turtle: ["所选 · Turtle", "Selection, Turtle"], csv: ["所选 · CSV", "Selection, CSV"],
  link: ["复制此视图的链接", "Copy a link to this view"], copied: ["链接已复制", "Link copied"], not_copied: ["不能复制；链接就在地址栏里", "Cannot copy; the link is in the address bar"],
  saved: ["已保存 {0}", "Saved {0}"], csv_rows: ["CSV", "CSV"], json_rows: ["JSON", "JSON"], print: ["打印", "Print"],
  keys: ["键盘", "Keyboard"], about: ["关于此页", "About this page"], about_text: ["由 zhkg 从原文抽取；每条事实都注明出处。此页不访问网络。", "Extracted from text by zhkg; every fact cites its source. This page asks no network."],
  part: ["{0} {1}，许可 {2}，SHA-256 {3}", "{0} {1}, licence {2}, SHA-256 {3}"],
  key_search: ["搜索", "Search"], key_views: ["换视图", "Change the view"], key_move: ["图中：移到邻近的点", "Graph: go to a near node"], key_expand: ["图中：展开或收起", "Graph: expand or collapse"],
  key_lanes: ["时间线：在点之间移动，选中", "Timeline: from dot to dot, choose"],
  key_focus: ["图中：只看邻域", "Graph: focus"], key_zoom: ["图中：缩放，全图", "Graph: zoom, fit"], key_history: ["后退，前进", "Back, forward"], key_clear: ["取消选择", "Clear the selection"], key_help: ["帮助", "Help"],
  broken: ["此页的数据不能读出：{0}", "The data of this page cannot be read: {0}"], not_here: ["链接所指的一些东西不在此页。", "Some of what the link names is not in this page."],
  no_canvas: ["此浏览器不能画图：{0}。其余视图都能用。", "This browser cannot draw: {0}. The other views work."],
  ...FIXES,
};

const now = { language: "zh" };

export const language = () => now.language;

export const speak = (wanted) => { now.language = wanted === "en" ? "en" : "zh"; };

// The words of a key, with values filled in; {0|s} is "s" unless value 0 is 1, {0|ies|y} is "ies" or, for 1, "y".
export const t = (key, ...values) => WORDS[key][now.language === "zh" ? 0 : 1]
  .replace(/\{(\d)(?:\|(\w*)(?:\|(\w*))?)?\}/g, (_, n, many, one) => (many === undefined ? String(values[n]) : Number(values[n]) === 1 ? one ?? "" : many));

// What a thing with labels is called.
export const label = (thing) => thing[now.language] ?? thing.zh;

// Text, tooltips and names of all elements that carry a key.
export const translate = (root) => {
  document.documentElement.lang = now.language === "zh" ? "zh-Hans" : "en";
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll("[data-t-label]")) {
    const words = t(element.dataset.tLabel);
    element.setAttribute("aria-label", words);
    if (element.matches("input")) element.placeholder = words;
    else if (element.matches("button")) element.title = words;
  }
};

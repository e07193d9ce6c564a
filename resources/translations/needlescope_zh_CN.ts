<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AnswerComparisonFigure</name>
    <message>
        <source>recall of the answer span %1 %</source>
        <translation>答案片段召回率 %1 %</translation>
    </message>
    <message>
        <source>Needle</source>
        <translation>针</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>期望答案</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>Answer with and without masked heads</source>
        <translation>屏蔽注意力头前后的答案</translation>
    </message>
    <message>
        <source>Answer with heads as they are, and %1</source>
        <translation>注意力头保持原样时与%1时的答案</translation>
    </message>
</context>
<context>
    <name>AtlasFigure</name>
    <message>
        <source>Each point a head; means over %1 samples. Pearson of loss with score %2, with attribution %3</source>
        <translation>每个点是一个头；%1 个样本的均值。损失与分数的 Pearson 相关系数为 %2，与归因为 %3</translation>
    </message>
    <message>
        <source>Loss of log-probability with it %1</source>
        <translation>该头%1后的对数概率损失</translation>
    </message>
    <message>
        <source>Loss of log-probability without it</source>
        <translation>去掉该头后的对数概率损失</translation>
    </message>
    <message>
        <source>Retrieval score</source>
        <translation>检索分数</translation>
    </message>
    <message>
        <source>Direct logit attribution</source>
        <translation>直接 logit 归因</translation>
    </message>
    <message>
        <source>What each head is worth</source>
        <translation>每个头的价值</translation>
    </message>
</context>
<context>
    <name>ChangeText</name>
    <message>
        <source>uniform</source>
        <translation>均匀</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>置零</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>while decoding</source>
        <translation>仅解码时</translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation>全程</translation>
    </message>
    <message>
        <source>KV groups</source>
        <translation>KV 组</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>, contrast %1</source>
        <translation>，对比系数 %1</translation>
    </message>
    <message>
        <source>scaled by %1</source>
        <translation>缩放 %1 倍</translation>
    </message>
    <message>
        <source>windowed to %1+%2</source>
        <translation>限窗 %1+%2</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>屏蔽</translation>
    </message>
    <message>
        <source>nothing masked</source>
        <translation>未屏蔽任何头</translation>
    </message>
    <message>
        <source>1 head</source>
        <translation>1 个头</translation>
    </message>
    <message>
        <source>%1 heads</source>
        <translation>%1 个头</translation>
    </message>
    <message>
        <source>each head alone %1</source>
        <translation>逐个头%1</translation>
    </message>
    <message>
        <source>all but K = %1 %2</source>
        <translation>除 K = %1 个%2外</translation>
    </message>
    <message>
        <source>K = %1 %2</source>
        <translation>K = %1 个%2</translation>
    </message>
    <message>
        <source>1 random draw</source>
        <translation>随机抽取 1 次</translation>
    </message>
    <message>
        <source>%1 random draws</source>
        <translation>随机抽取 %1 次</translation>
    </message>
    <message>
        <source>, heads %1</source>
        <translation>，头%1</translation>
    </message>
    <message>
        <source>K, number of %1 %2</source>
        <translation>K，%2的%1数</translation>
    </message>
    <message>
        <source>Unmasked</source>
        <translation>未屏蔽</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>未改动</translation>
    </message>
    <message>
        <source>Top %1 KV groups %2</source>
        <translation>前 %1 个 KV 组%2</translation>
    </message>
    <message>
        <source>Top %1 %2</source>
        <translation>前 %1 个%2</translation>
    </message>
    <message>
        <source>%1 random %2 %3</source>
        <translation>随机 %1 个%2%3</translation>
    </message>
    <message>
        <source>Top %1 keep a full cache</source>
        <translation>排名靠前的%1保留完整缓存</translation>
    </message>
    <message>
        <source>Random %1 keep a full cache</source>
        <translation>随机的%1保留完整缓存</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 %2, %3</source>
        <translation>%1：%2，%3</translation>
    </message>
</context>
<context>
    <name>CompareFigure</name>
    <message>
        <source>Maps: layers downwards, heads to the right. Below: Pearson&apos;s correlation of the scores</source>
        <translation>头图：层自上而下，头自左向右。下方：分数的 Pearson 相关系数</translation>
    </message>
    <message>
        <source>Score maps compared</source>
        <translation>分数图对比</translation>
    </message>
</context>
<context>
    <name>CompressFigure</name>
    <message>
        <source>The others see the first %1 and the last %2 tokens; bands: 95 % interval, %3 samples</source>
        <translation>其余的头只看最前 %1 个和最近 %2 个词元；色带：95 % 置信区间，%3 个样本</translation>
    </message>
    <message>
        <source>%1 that keep a full cache, %</source>
        <translation>保留完整缓存的%1，%</translation>
    </message>
    <message>
        <source>KV groups</source>
        <translation>KV 组</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Recall; share of the cache saved</source>
        <translation>召回率；节省的缓存比例</translation>
    </message>
    <message>
        <source>Memory saved</source>
        <translation>节省的内存</translation>
    </message>
    <message>
        <source>Compression of the KV cache</source>
        <translation>KV 缓存压缩</translation>
    </message>
</context>
<context>
    <name>ContextView</name>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Answer, token %1 of %2</source>
        <translation>答案，第 %1 个词元，共 %2 个</translation>
    </message>
    <message>
        <source>Attention of %1 on a token:</source>
        <translation>%1 对每个词元的注意力：</translation>
    </message>
    <message>
        <source>Mean attention of %1 heads on a token:</source>
        <translation>%1 个头对每个词元的平均注意力：</translation>
    </message>
    <message>
        <source>Attention:</source>
        <translation>注意力：</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>至多 %1</translation>
    </message>
    <message>
        <source>first token (sink) %1</source>
        <translation>首词元（汇）%1</translation>
    </message>
</context>
<context>
    <name>CurveFigure</name>
    <message>
        <source>F1 of words</source>
        <translation>词级 F1</translation>
    </message>
    <message>
        <source>Recall of the answer (ROUGE-1)</source>
        <translation>答案召回率（ROUGE-1）</translation>
    </message>
    <message>
        <source>Bands: 95 % interval of the mean over %1 samples</source>
        <translation>色带：%1 个样本均值的 95 % 置信区间</translation>
    </message>
    <message>
        <source>Extract QA</source>
        <translation>抽取式问答</translation>
    </message>
    <message>
        <source>Curve over K</source>
        <translation>随 K 变化的曲线</translation>
    </message>
    <message>
        <source>Masking curve</source>
        <translation>屏蔽曲线</translation>
    </message>
</context>
<context>
    <name>Dropping</name>
    <message>
        <source>&apos;%1&apos; is no model: it has neither a config.json nor a GGUF file; drop the folder that holds them.</source>
        <translation>“%1”不是模型：其中既没有 config.json，也没有 GGUF 文件；请拖入含有它们的文件夹。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is nothing that can be opened here; drop a model&apos;s folder, a GGUF file, a run (.needle), a score file (.json, .tsv, .yaml, .csv), a session (.nscope) or a text (.txt, .md).</source>
        <translation>“%1”无法在此打开；请拖入模型文件夹、GGUF 文件、运行记录（.needle）、分数文件（.json、.tsv、.yaml、.csv）、会话（.nscope）或文本（.txt、.md）。</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>&apos;{}&apos; answers with more than can be a list or a configuration; check HF_ENDPOINT.</source>
        <translation>“{}”返回的内容过大，不可能是列表或配置；请检查 HF_ENDPOINT。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; answers with status {} for &apos;{}&apos;; fetch it again later: what has arrived is kept.</source>
        <translation>“{0}”对“{2}”返回了状态码 {1}；请稍后重新获取：已下载的部分会保留。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; arrived with another hash than the hub tells and was thrown away; fetch it again.</source>
        <translation>下载的“{}”与模型库给出的哈希值不符，已丢弃；请重新获取。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; cannot be reached ({}); check the network connection, or HF_ENDPOINT.</source>
        <translation>无法连接“{}”（{}）；请检查网络连接或 HF_ENDPOINT。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; cannot be written ({}); check its folder&apos;s permissions, or set HF_HUB_CACHE to another folder.</source>
        <translation>无法写入“{}”（{}）；请检查其文件夹的权限，或将 HF_HUB_CACHE 设为其他文件夹。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; cannot be written because the disk is full ({}); make room and fetch it again: what has arrived is kept.</source>
        <translation>磁盘已满，无法写入“{}”（{}）；请腾出空间后重新获取：已下载的部分会保留。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not accept the token of {} for &apos;{}&apos;; set HF_TOKEN to one that may read it.</source>
        <translation>“{0}”不接受 {1} 提供的访问“{2}”的令牌；请将 HF_TOKEN 设为有读取权限的令牌。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not answer as a hub does about &apos;{}&apos;; check HF_ENDPOINT.</source>
        <translation>“{}”对“{}”的应答不像模型库；请检查 HF_ENDPOINT。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not exist on &apos;{}&apos;, or is not for everybody; check the name, or set HF_TOKEN to a token that may read it.</source>
        <translation>“{}”在“{}”上不存在，或不对所有人开放；请检查名称，或将 HF_TOKEN 设为有读取权限的令牌。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not exist on &apos;{}&apos;; check the name.</source>
        <translation>“{}”在“{}”上不存在；请检查名称。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not say by how much its positions are scaled, as files of Gemma 3 that Ollama made in 2025; get the model from its publisher as GGUF or safetensors.</source>
        <translation>“{}”没有说明位置缩放的倍数，2025 年由 Ollama 制作的 Gemma 3 文件就是如此；请从发布者处获取 GGUF 或 safetensors 格式的模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not say the groups that its {} experts are chosen from, as files made before October 2025; get a newer file of the model.</source>
        <translation>“{}”没有说明其 {} 个专家如何分组选择，2025 年 10 月以前制作的文件就是如此；请获取该模型更新的文件。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not say which numbers of its heads of {} turn (rope_freqs.weight); convert the model again.</source>
        <translation>“{}”没有说明其大小为 {} 的头中哪些数会旋转（rope_freqs.weight）；请重新转换模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; ends after {} bytes where the hub tells {}; it was thrown away, fetch it again later.</source>
        <translation>“{}”在 {} 字节处结束，而模型库给出的是 {} 字节；已丢弃，请稍后重新获取。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; had too many requests and asks to wait for {} s; fetch &apos;{}&apos; again then: what has arrived is kept.</source>
        <translation>“{}”收到的请求过多，要求等待 {} 秒；请届时重新获取“{}”：已下载的部分会保留。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; had too many requests; fetch &apos;{}&apos; again later: what has arrived is kept.</source>
        <translation>“{}”收到的请求过多；请稍后重新获取“{}”：已下载的部分会保留。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has keys of {} that hold no numbers or lists of them; convert the model again.</source>
        <translation>“{}”中 {} 的键既不是数也不是数的列表；请重新转换模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has learned {} positions, but prompt and answer have {} tokens; use a shorter context.</source>
        <translation>“{}”只学习了 {} 个位置，而提示词与答案共有 {} 个词元；请使用更短的上下文。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has neither a piece for the character &apos;{}&apos; nor pieces for its bytes; use only characters that the model knows.</source>
        <translation>“{}”的词表中既没有字符“{}”，也没有其字节对应的词元；请只使用模型认识的字符。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no ending that says what to write; use .svg, .pdf or .png for the picture, .csv or .json for its data.</source>
        <translation>从“{}”的扩展名看不出要写什么；图片请用 .svg、.pdf 或 .png，数据请用 .csv 或 .json。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no head {}:{}; it has {} layers of {} heads, counted from 0.</source>
        <translation>“{}”没有头 {}:{}；它有 {} 层、每层 {} 个头，均从 0 起计数。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no token_embd.weight; convert the model again.</source>
        <translation>“{}”中没有 token_embd.weight；请重新转换模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no weight_map; download the model again.</source>
        <translation>“{}”中没有 weight_map；请重新下载模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no {} for each of its {} layers; convert the model again.</source>
        <translation>“{0}”中没有其 {2} 层各自的 {1}；请重新转换模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no {}; expected is {}.</source>
        <translation>“{}”中没有 {}；应为{}。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has the key {}, which Needlescope does not understand and which may change its numbers; get the model as safetensors.</source>
        <translation>“{}”中有 Needlescope 不理解的键 {}，它可能改变模型的数值；请获取 safetensors 格式的模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has the piece &apos;{}&apos; twice; convert or download the file again.</source>
        <translation>“{}”中词元“{}”出现了两次；请重新转换或下载该文件。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has the sizes of Mistral 7B v0.1 but no llama.attention.sliding_window, without which its attention to long texts is unknown; get the model as safetensors.</source>
        <translation>“{}”的规模与 Mistral 7B v0.1 相同，却没有 llama.attention.sliding_window，因而无法得知它对长文本的注意力方式；请获取 safetensors 格式的模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has the tensor &apos;{}&apos;, which another part of the model has too; download the model again.</source>
        <translation>“{}”中的张量“{}”在模型的另一部分中也有；请重新下载模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has {} = {}; expected is {}.</source>
        <translation>“{}”中 {} = {}；应为{}。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has {} tokens but an embedding of {}; convert the model again.</source>
        <translation>“{}”有 {} 个词元，而嵌入矩阵有 {} 行；请重新转换模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has {}.{} = {}; expected is {}.</source>
        <translation>“{}”中 {}.{} = {}；应为{}。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds a part of the weights (&apos;{}&apos;) but no {}, which says what lies where; download that file too.</source>
        <translation>“{}”只有一部分权重（“{}”），却没有说明各张量位置的 {}；请把该文件也下载下来。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds an adapter (adapter_config.json) without the model that it changes; merge them once with peft&apos;s merge_and_unload() and choose the result.</source>
        <translation>“{}”是一个适配器（adapter_config.json），缺少它所修改的模型；请先用 peft 的 merge_and_unload() 合并，再选择合并结果。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds an unfinished download (&apos;{}&apos;); finish it, or download the model again.</source>
        <translation>“{}”中有未完成的下载（“{}”）；请完成下载，或重新下载模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds neither safetensors nor GGUF files, and nothing else is fetched, because pickled weights can run code; look for the model in another form.</source>
        <translation>“{}”中既没有 safetensors 也没有 GGUF 文件；其他格式不会获取，因为 pickle 权重可能执行代码；请寻找该模型的其他格式。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds no file &apos;{}&apos;, but {}; name one of these.</source>
        <translation>“{}”中没有文件“{}”，只有 {}；请指定其中之一。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds no file &apos;{}&apos;; check the name.</source>
        <translation>“{}”中没有文件“{}”；请检查名称。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds no {} and no {}; choose the directory of a Hugging Face model.</source>
        <translation>“{}”中既没有 {} 也没有 {}；请选择 Hugging Face 模型的目录。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds pickled weights only (&apos;{}&apos;), which could run code when read; convert them once with: python3 -c &quot;from transformers import AutoModelForCausalLM as M; M.from_pretrained(&apos;{}&apos;).save_pretrained(&apos;{}&apos;, safe_serialization=True)&quot;</source>
        <translation>“{}”中只有 pickle 权重（“{}”），读取时可能执行代码；请先转换一次：python3 -c &quot;from transformers import AutoModelForCausalLM as M; M.from_pretrained(&apos;{}&apos;).save_pretrained(&apos;{}&apos;, safe_serialization=True)&quot;</translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds the tensor &apos;{}&apos; but says that it has {} layers; convert the model again.</source>
        <translation>“{}”含有张量“{}”，却声称只有 {} 层；请重新转换模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds the tensor &apos;{}&apos;, which Needlescope does not know for the architecture &apos;{}&apos;; get the model as safetensors.</source>
        <translation>“{}”含有张量“{}”，Needlescope 不知道架构“{}”中有它；请获取 safetensors 格式的模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds {} GGUF models; name one of them after it, as in &apos;{}&apos;: {}.</source>
        <translation>“{}”中有 {} 个 GGUF 模型；请在名称后指定其中之一，例如“{}”：{}。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds {} GGUF models; name one of them after it, as in &apos;{}/{}&apos;: {}.</source>
        <translation>“{}”中有 {} 个 GGUF 模型；请在名称后指定其中之一，例如“{}/{}”：{}。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds {} of the {} parts of &apos;{}&apos;; choose another model.</source>
        <translation>“{0}”只有“{3}”的 {2} 个分片中的 {1} 个；请选择其他模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is a GGUF file for big-endian machines; get the usual, little-endian one.</source>
        <translation>“{}”是大端序机器的 GGUF 文件；请获取通常的小端序文件。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is a GGUF file of version {}; versions 2 and 3 are known, convert the model again.</source>
        <translation>“{}”是第 {} 版 GGUF 文件；可读的是第 2 版和第 3 版，请重新转换模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is a model&apos;s folder in the cache, not the model; choose the folder &apos;{}&apos; in it.</source>
        <translation>“{}”是模型在缓存中的文件夹，不是模型本身；请选择其中的文件夹“{}”。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is a pointer of git-lfs, not the weights; run &apos;git lfs pull&apos; in its folder, or download the file.</source>
        <translation>“{}”是 git-lfs 的指针，不是权重；请在其文件夹中运行 git lfs pull，或下载该文件。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is gated: accept its conditions at {}/{}, and set HF_TOKEN to a token of that account that may read it.</source>
        <translation>“{}”需要申请访问：请在 {}/{} 接受其条款，并将 HF_TOKEN 设为该账号有读取权限的令牌。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is missing, which is part {} of {}; put all parts into one folder.</source>
        <translation>缺少“{0}”，它是 {2} 个分片中的第 {1} 个；请把所有分片放在同一个文件夹中。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is nested too deep; download or export the model again.</source>
        <translation>“{}”嵌套过深；请重新下载或导出模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no configuration, tokenizer, safetensors or GGUF file, and nothing else is fetched; name another file of &apos;{}&apos;.</source>
        <translation>“{}”不是配置、分词器、safetensors 或 GGUF 文件，其他文件不会获取；请指定“{}”的另一个文件。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a JSON object; download or export the model again.</source>
        <translation>“{}”不是 JSON 对象；请重新下载或导出模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a directory that can be read; choose the directory of a Hugging Face model, or download the model first.</source>
        <translation>“{}”不是可以读取的目录；请选择 Hugging Face 模型的目录，或先下载模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a directory that can be read; write out what ~ stands for.</source>
        <translation>“{}”不是可以读取的目录；请写出 ~ 所代表的完整路径。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a head; write layer:head, for example 16:19.</source>
        <translation>“{}”不是一个头；请写成 层:头，例如 16:19。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a model&apos;s name on the hub; give it as org/name or org/name/file.gguf.</source>
        <translation>“{}”不是模型库中的模型名称；请写成 org/name 或 org/name/file.gguf。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a number; write numbers with commas between them, for example 0,50,100.</source>
        <translation>“{}”不是数；请写以逗号分隔的数，例如 0,50,100。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a session of Needlescope; open a file that &apos;Save session&apos; has written.</source>
        <translation>“{}”不是 Needlescope 的会话；请打开由“保存会话”写出的文件。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a usable GGUF file: {}; download it again.</source>
        <translation>“{}”不是可用的 GGUF 文件：{}；请重新下载。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a usable safetensors file: {}; download or export it again.</source>
        <translation>“{}”不是可用的 safetensors 文件：{}；请重新下载或导出。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a window; write the numbers of first and of recent tokens with a comma, for example 4,64.</source>
        <translation>“{}”不是窗口；请写出最前和最近的词元数，以逗号分隔，例如 4,64。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a {}; use one of {}.</source>
        <translation>“{}”不是有效的{}；请使用以下之一：{}。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not part {} of {} of &apos;{}&apos;; put the parts of one model into one folder.</source>
        <translation>“{0}”不是“{3}”的 {2} 个分片中的第 {1} 个；请把同一个模型的分片放在同一个文件夹中。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is of Llama 3.1 or later but has no rope_freqs.weight, as files made in July 2024; get a newer file of the model.</source>
        <translation>“{}”属于 Llama 3.1 或更新版本，却没有 rope_freqs.weight，2024 年 7 月制作的文件就是如此；请获取该模型更新的文件。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is of the architecture &apos;{}&apos;, which Needlescope does not read from GGUF; known are {}.</source>
        <translation>“{}”的架构是“{}”，Needlescope 不能从 GGUF 读取它；可读的有 {}。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is one of {} parts, but its name does not end in &apos;{}&apos; as llama.cpp names the first part; give it the name that it was published under.</source>
        <translation>“{}”是 {} 个分片之一，但其文件名不像 llama.cpp 为第一个分片命名那样以“{}”结尾；请恢复其发布时的名称。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is part {} of {}; open the first part.</source>
        <translation>“{0}”是 {2} 个分片中的第 {1} 个；请打开第一个分片。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is the revision &apos;{}&apos; of a model; only &apos;main&apos; is fetched, give the name as org/name.</source>
        <translation>“{}”是某个模型的版本“{}”；只能获取“main”，请把名称写成 org/name。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; lacks the file &apos;{}&apos; that the index of its weights names; choose another model.</source>
        <translation>“{}”缺少其权重索引中列出的文件“{}”；请选择其他模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; leads from address to address without an end; ask whoever runs the hub.</source>
        <translation>“{}”的地址重定向没有尽头；请询问模型库的管理者。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; leads to &apos;{}&apos;, which is not https, and is not followed; ask whoever runs the hub.</source>
        <translation>“{}”重定向到“{}”，后者不是 https，因此不予跟随；请询问模型库的管理者。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; needs {} MB more on the disk of &apos;{}&apos;, where {} MB are free; make room, or set HF_HUB_CACHE to another folder.</source>
        <translation>“{0}”还需要“{2}”所在磁盘上 {1} MB 的空间，而那里只剩 {3} MB；请腾出空间，或将 HF_HUB_CACHE 设为其他文件夹。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; needs {} of memory (weights {}, {} {} {}), but only {} are free; {}</source>
        <translation>“{0}”需要 {1} 内存（权重 {2}，{3} 个{4} {5}），但只有 {6} 可用；{7}</translation>
    </message>
    <message>
        <source>&apos;{}&apos; norms its residual stream in every block, so that a logit is no sum of what heads and layers add; mask heads to see what they do.</source>
        <translation>“{}”在每个块中对残差流做归一化，因此 logit 不是各头与各层贡献之和；请用屏蔽头的方法来观察它们的作用。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; puts the tensor &apos;{}&apos; outside the model&apos;s directory; download the model again.</source>
        <translation>“{}”把张量“{}”放在模型目录之外；请重新下载模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; was asked for from byte {} on, but &apos;{}&apos; came; fetch it again later.</source>
        <translation>请求从第 {1} 字节起的“{0}”，得到的却是“{2}”；请稍后重新获取。</translation>
    </message>
    <message>
        <source>1 or 2</source>
        <translation>1 或 2</translation>
    </message>
    <message>
        <source>A decode trace of {} steps, {} layers and {} heads came with {} values.</source>
        <translation>一段 {} 步、{} 层、{} 个头的解码记录带来了 {} 个数值。</translation>
    </message>
    <message>
        <source>A decoding step got {} tokens for {} branches.</source>
        <translation>一个解码步得到了 {} 个词元，而分支有 {} 个。</translation>
    </message>
    <message>
        <source>A depth of {} per cent is outside the text; choose 0 to 100.</source>
        <translation>深度 {} % 超出了文本；请选择 0 到 100。</translation>
    </message>
    <message>
        <source>A map of {} layers and {} heads came with {} values.</source>
        <translation>一张 {} 层、{} 个头的头图带来了 {} 个数值。</translation>
    </message>
    <message>
        <source>A message could not be read ({}): the other side does not speak Needlescope&apos;s protocol.</source>
        <translation>无法读取消息（{}）：对方使用的不是 Needlescope 的协议。</translation>
    </message>
    <message>
        <source>A message is nested too deep: the other side does not speak Needlescope&apos;s protocol.</source>
        <translation>消息嵌套过深：对方使用的不是 Needlescope 的协议。</translation>
    </message>
    <message>
        <source>A message of {} bytes was announced, more than is allowed: the other side does not speak Needlescope&apos;s protocol.</source>
        <translation>对方声明了一条 {} 字节的消息，超过了上限：对方使用的不是 Needlescope 的协议。</translation>
    </message>
    <message>
        <source>A prompt of {} tokens is too short for this needle and question, which need {}; choose a greater length.</source>
        <translation>{} 个词元的提示词放不下这根针和问题，它们需要 {} 个；请选择更大的长度。</translation>
    </message>
    <message>
        <source>A reply of the engine could not be read ({}): window and engine are of different versions; install both from one package.</source>
        <translation>无法读取引擎的应答（{}）：窗口与引擎的版本不同；请从同一个软件包安装两者。</translation>
    </message>
    <message>
        <source>A system text needs a chat template that Needlescope knows; choose one with --template, for example chatml.</source>
        <translation>系统文本需要 Needlescope 认识的对话模板；请用 --template 选择，例如 chatml。</translation>
    </message>
    <message>
        <source>Acts</source>
        <translation>作用范围</translation>
    </message>
    <message>
        <source>All samples</source>
        <translation>全部样本</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>提问方式</translation>
    </message>
    <message>
        <source>Atlas</source>
        <translation>单头图谱</translation>
    </message>
    <message>
        <source>Attention of {} heads on {} tokens is too much for one message; ask for fewer heads at once.</source>
        <translation>{} 个头在 {} 个词元上的注意力超出了一条消息的容量；请一次少请求几个头。</translation>
    </message>
    <message>
        <source>Attention rows came with {} weights for {} keys.</source>
        <translation>注意力行带来了 {} 个权重，而键有 {} 个。</translation>
    </message>
    <message>
        <source>Bootstrap samples of the {} counted ones share {} % of the top {} heads and {} % of the set with at least {}.</source>
        <translation>对 {0} 个有效样本自助重采样，前 {2} 个头的重合度为 {1} %，分数不低于 {4} 的集合的重合度为 {3} %。</translation>
    </message>
    <message>
        <source>Cannot read &apos;{}&apos;: {}; check the path and its permissions.</source>
        <translation>无法读取“{}”：{}；请检查路径及其权限。</translation>
    </message>
    <message>
        <source>Cannot read &apos;{}&apos;; check the file and its permissions.</source>
        <translation>无法读取“{}”；请检查该文件及其权限。</translation>
    </message>
    <message>
        <source>Cannot read the directory &apos;{}&apos;: {}; check its permissions.</source>
        <translation>无法读取目录“{}”：{}；请检查其权限。</translation>
    </message>
    <message>
        <source>Cannot write &apos;{}&apos;: {}; choose another place or free some space.</source>
        <translation>无法写入“{}”：{}；请选择其他位置或腾出空间。</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>Computing with &apos;{}&apos; failed: {}; try a shorter context or another device.</source>
        <translation>用“{}”计算失败：{}；请尝试更短的上下文或其他设备。</translation>
    </message>
    <message>
        <source>Computing with &apos;{}&apos; gave values that are not numbers; use float32 weights, or another device.</source>
        <translation>用“{}”计算得到了非数值；请使用 float32 权重或其他设备。</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比系数</translation>
    </message>
    <message>
        <source>Decode from the contrast of plain and masked logits (DeCoRe), the entropy times this; 0: from the masked logits</source>
        <translation>按原始 logit 与屏蔽后 logit 的对比解码（DeCoRe），系数为熵乘以此数；0：按屏蔽后的 logit 解码</translation>
    </message>
    <message>
        <source>Decoding got {} first tokens for {} branches.</source>
        <translation>解码得到了 {} 个首词元，而分支有 {} 个。</translation>
    </message>
    <message>
        <source>Depth %</source>
        <translation>深度 %</translation>
    </message>
    <message>
        <source>Depths</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Depths in per cent, with commas (default: 0,50,100)</source>
        <translation>深度，百分数，以逗号分隔（默认：0,50,100）</translation>
    </message>
    <message>
        <source>Detection</source>
        <translation>检测</translation>
    </message>
    <message>
        <source>Draw random heads from the layers of the top ones</source>
        <translation>从排名靠前的头所在的层中抽取随机头</translation>
    </message>
    <message>
        <source>Extract QA</source>
        <translation>抽取式问答</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>倍数</translation>
    </message>
    <message>
        <source>First and recent tokens that a windowed head sees, with a comma</source>
        <translation>限窗的头所能看到的最前和最近的词元数，以逗号分隔</translation>
    </message>
    <message>
        <source>For each K, draws of K random heads that are no retrieval heads: that score less than 0.1, or, of another measure than scores, less than a tenth of its largest value; compress draws from all heads</source>
        <translation>对每个 K，抽取若干次 K 个不是检索头的随机头：分数低于 0.1；若不是分数而是其他度量，则低于其最大值的十分之一；压缩实验从所有头中抽取</translation>
    </message>
    <message>
        <source>HF_ENDPOINT is &apos;{}&apos;, which is no address that begins with https:// or http://; correct or unset it.</source>
        <translation>HF_ENDPOINT 为“{}”，不是以 https:// 或 http:// 开头的地址；请改正或取消设置。</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE forbids fetching; unset it to fetch a model.</source>
        <translation>HF_HUB_OFFLINE 禁止获取；要获取模型，请取消该设置。</translation>
    </message>
    <message>
        <source>How many heads must go before the answer breaks: recall without the top K heads, beside K random heads that are no retrieval heads (figure 7 of the paper).</source>
        <translation>去掉多少个头答案才会失败：去掉前 K 个头时的召回率，与去掉 K 个非检索头的随机头相比（论文图 7）。</translation>
    </message>
    <message>
        <source>How questions are asked: answer-only, chain-of-thought (default: both)</source>
        <translation>提问的方式：answer-only（直接回答）、chain-of-thought（思维链）（默认：两者）</translation>
    </message>
    <message>
        <source>How the answer breaks as heads go: shares of complete, incomplete, wrongly extracted and hallucinated answers, and where the remaining retrieval heads look (figure 9 of the paper).</source>
        <translation>随着头的减少，答案如何失败：完整、不完整、错误抽取与幻觉答案各占多少，以及其余检索头在看哪里（论文图 9）。</translation>
    </message>
    <message>
        <source>K</source>
        <translation>K</translation>
    </message>
    <message>
        <source>K = {} is not to be had: {} has {} {}; choose from 0 to {}.</source>
        <translation>K = {0} 不可行：{1} 有 {2} 个{3}；请在 0 到 {4} 之间选择。</translation>
    </message>
    <message>
        <source>K counts whole KV groups, ranked by their best head</source>
        <translation>K 按整个 KV 组计数，以组内最好的头排名</translation>
    </message>
    <message>
        <source>KV groups</source>
        <translation>KV 组</translation>
    </message>
    <message>
        <source>Kept %</source>
        <translation>保留 %</translation>
    </message>
    <message>
        <source>Layer {} has only {} heads beside the top ones that {}, too few to match {} of the top {}; draw without regard to layers, or choose a smaller K.</source>
        <translation>第 {0} 层除排名靠前的头外，只有 {1} 个头{2}，不足以与前 {4} 个头中的 {3} 个对应；请不按层抽取，或选择更小的 K。</translation>
    </message>
    <message>
        <source>Layer {} of &apos;{}&apos; keeps a state instead of attending, so that it has no heads to show or to mask; choose a head of another layer.</source>
        <translation>“{1}”的第 {0} 层保存状态而不做注意力，因此没有可显示或屏蔽的头；请选择其他层的头。</translation>
    </message>
    <message>
        <source>Layer-matched</source>
        <translation>按层匹配</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Lengths</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Line {}</source>
        <translation>第 {} 行</translation>
    </message>
    <message>
        <source>Line {} of &apos;{}&apos; has no {}; add it or take the line out.</source>
        <translation>“{1}”第 {0} 行没有 {2}；请补上或删去该行。</translation>
    </message>
    <message>
        <source>Line {} of &apos;{}&apos; is not a JSON object; correct it or take it out.</source>
        <translation>“{1}”第 {0} 行不是 JSON 对象；请改正或删去。</translation>
    </message>
    <message>
        <source>Line {} of &apos;{}&apos;: {}</source>
        <translation>“{1}”第 {0} 行：{2}</translation>
    </message>
    <message>
        <source>Line {} of the needles file &apos;{}&apos; is not a needle ({}); write {{&quot;needle&quot;: &quot;...&quot;, &quot;question&quot;: &quot;...&quot;, &quot;real_needle&quot;: &quot;...&quot;}}.</source>
        <translation>针文件“{1}”第 {0} 行不是一根针（{2}）；请写成 {{&quot;needle&quot;: &quot;...&quot;, &quot;question&quot;: &quot;...&quot;, &quot;real_needle&quot;: &quot;...&quot;}}。</translation>
    </message>
    <message>
        <source>Line {} of the questions file &apos;{}&apos; cannot be read ({}); correct it or take it out.</source>
        <translation>无法读取问题文件“{1}”第 {0} 行（{2}）；请改正或删去。</translation>
    </message>
    <message>
        <source>Line {} of the score file &apos;{}&apos; does not have {} gates; get it again.</source>
        <translation>分数文件“{1}”第 {0} 行没有 {2} 个门控值；请重新获取。</translation>
    </message>
    <message>
        <source>Line {} of the score file &apos;{}&apos; does not hold layer, head and {} as numbers; correct it.</source>
        <translation>分数文件“{1}”第 {0} 行的层、头和 {2} 不都是数；请改正。</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>最长答案</translation>
    </message>
    <message>
        <source>Maps of different sizes are correlated by each layer&apos;s highest score against relative depth.</source>
        <translation>大小不同的头图按各层最高分数随相对深度的变化计算相关系数。</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>屏蔽方式</translation>
    </message>
    <message>
        <source>Masking curve</source>
        <translation>屏蔽曲线</translation>
    </message>
    <message>
        <source>More of &apos;{}&apos; arrives than the {} bytes that the hub tells; it was thrown away, fetch it again later.</source>
        <translation>收到的“{}”超过了模型库给出的 {} 字节；已丢弃，请稍后重新获取。</translation>
    </message>
    <message>
        <source>Needle grid</source>
        <translation>大海捞针网格</translation>
    </message>
    <message>
        <source>Needles</source>
        <translation>针</translation>
    </message>
    <message>
        <source>Needles in the form of the reference code&apos;s needles.jsonl (default: shipped)</source>
        <translation>参考代码 needles.jsonl 格式的针（默认：随程序附带）</translation>
    </message>
    <message>
        <source>No model is open; open one first.</source>
        <translation>还没有打开模型；请先打开一个。</translation>
    </message>
    <message>
        <source>Nothing was captured while this answer was decoded; decode it again to see its attention.</source>
        <translation>解码这个答案时没有记录任何内容；请重新解码以查看其注意力。</translation>
    </message>
    <message>
        <source>Numbers of heads, with commas (default: chosen by the study for the model and its retrieval heads)</source>
        <translation>头数，以逗号分隔（默认：由实验按模型及其检索头选择）</translation>
    </message>
    <message>
        <source>Of random draws and of the intervals</source>
        <translation>用于随机抽取和置信区间</translation>
    </message>
    <message>
        <source>Of the mask kind scale; above 1 boosts the heads</source>
        <translation>用于 scale 屏蔽方式；大于 1 为增强</translation>
    </message>
    <message>
        <source>Only {} KV groups hold no head that stands out ({} of at least {}), too few to draw {} from; choose a smaller K or no random draws.</source>
        <translation>只有 {0} 个 KV 组不含突出的头（{1} 至少为 {2}），不足以抽取 {3} 个；请选择更小的 K，或不做随机抽取。</translation>
    </message>
    <message>
        <source>Only {} heads {}, too few to draw {} from; choose a smaller K or no random draws.</source>
        <translation>只有 {} 个头{}，不足以抽取 {} 个；请选择更小的 K，或不做随机抽取。</translation>
    </message>
    <message>
        <source>Outcomes</source>
        <translation>答案分类</translation>
    </message>
    <message>
        <source>Prompt lengths in tokens, with commas (default: three, up to 512 or 4,096)</source>
        <translation>提示词长度，以词元计，以逗号分隔（默认：三个，最长 512 或 4,096）</translation>
    </message>
    <message>
        <source>Prompts that are answered together must end alike: the same number of tokens and the same stop tokens.</source>
        <translation>一起回答的提示词必须结尾相同：词元数相同，停止词元也相同。</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Questions about passages whose answers stand in them: F1 of words by the whole model, without its top K heads, and without K random others (figure 8 of the paper).</source>
        <translation>答案就在段落中的问题：完整模型、去掉前 K 个头、去掉 K 个其他头时的词级 F1（论文图 8）。</translation>
    </message>
    <message>
        <source>Questions that need several steps, answered at once and step by step: exact match by the whole model, without its top K heads, and without K random others (figures 10 and 11 of the paper).</source>
        <translation>需要多步的问题，直接回答与逐步回答：完整模型、去掉前 K 个头、去掉 K 个其他头时的精确匹配率（论文图 10 和 11）。</translation>
    </message>
    <message>
        <source>Questions with their passages: JSONL, SQuAD, GSM8K, MuSiQue or MMLU as published (default: shipped)</source>
        <translation>带段落的问题：JSONL，或按原样发布的 SQuAD、GSM8K、MuSiQue、MMLU（默认：随程序附带）</translation>
    </message>
    <message>
        <source>Random draws</source>
        <translation>随机抽取次数</translation>
    </message>
    <message>
        <source>Ranked by</source>
        <translation>排名依据</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Row {}</source>
        <translation>第 {} 条</translation>
    </message>
    <message>
        <source>Run all samples, not only until the ranking is stable</source>
        <translation>运行全部样本，而不只是运行到排名稳定为止</translation>
    </message>
    <message>
        <source>Sample {} has scores of another model&apos;s size; start the study anew.</source>
        <translation>样本 {} 的分数属于另一种大小的模型；请重新开始实验。</translation>
    </message>
    <message>
        <source>Sample {} has {} answers where the study has {} masks; start the study anew.</source>
        <translation>样本 {} 有 {} 个答案，而实验有 {} 个屏蔽方案；请重新开始实验。</translation>
    </message>
    <message>
        <source>Sample {} of &apos;{}&apos; differs from that of another shard; run one of them again.</source>
        <translation>“{1}”的样本 {0} 与另一个分片中的不同；请重新运行其中一个。</translation>
    </message>
    <message>
        <source>Sample {} of the run file &apos;{}&apos; is damaged; delete the file and run the study again.</source>
        <translation>运行记录文件“{1}”的样本 {0} 已损坏；请删除该文件并重新运行实验。</translation>
    </message>
    <message>
        <source>Saved %</source>
        <translation>节省 %</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Score file or run file that ranks the heads (default: the detection shipped with the model)</source>
        <translation>为头排名的分数文件或运行记录文件（默认：随模型附带的检测结果）</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Some scores are above 1, as a counter of copies gives; they are taken as they are.</source>
        <translation>有些分数大于 1，复制次数的计数就会如此；按原样采用。</translation>
    </message>
    <message>
        <source>Some scores are below 0; they are taken as they are.</source>
        <translation>有些分数小于 0；按原样采用。</translation>
    </message>
    <message>
        <source>Standard output is closed, so that no replies can be sent; start serve with a pipe.</source>
        <translation>标准输出已关闭，无法发送应答；请用管道启动 serve。</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Step {} was not decoded; the answer has {} steps, counted from 0.</source>
        <translation>第 {} 步没有解码；答案有 {} 步，从 0 起计数。</translation>
    </message>
    <message>
        <source>Text files, or folders of them, to hide needles in (default: shipped)</source>
        <translation>用来藏针的文本文件，或其所在文件夹（默认：随程序附带）</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>The SentencePiece library cannot decode these tokens; they do not belong to this tokenizer.</source>
        <translation>SentencePiece 库无法解码这些词元；它们不属于这个分词器。</translation>
    </message>
    <message>
        <source>The SentencePiece library cannot encode this text; shorten or change it.</source>
        <translation>SentencePiece 库无法编码这段文本；请缩短或更改它。</translation>
    </message>
    <message>
        <source>The answer &apos;{}&apos; does not stand in the needle &apos;{}&apos;; give the part of the needle that answers the question.</source>
        <translation>答案“{}”不在针“{}”之中；请给出针里回答问题的那部分。</translation>
    </message>
    <message>
        <source>The answer &apos;{}&apos; makes no tokens; give another one.</source>
        <translation>答案“{}”没有对应的词元；请换一个。</translation>
    </message>
    <message>
        <source>The answer&apos;s token id {} is outside the vocabulary of &apos;{}&apos; (0 to {}); use the tokenizer that belongs to the model.</source>
        <translation>答案的词元编号 {} 超出了“{}”的词表（0 到 {}）；请使用属于该模型的分词器。</translation>
    </message>
    <message>
        <source>The chat template in &apos;{}&apos; is none that Needlescope knows, so the prompt of base models is used; choose a family or write a frame.</source>
        <translation>Needlescope 不认识“{}”中的对话模板，因此使用基础模型的提示格式；请选择一个模板系列，或自己写提示格式。</translation>
    </message>
    <message>
        <source>The chat template writes {}, which the model&apos;s tokenizer has no token for and cuts into {}; choose another template, or fetch the tokenizer that belongs to the model.</source>
        <translation>对话模板写入了 {}，模型的分词器没有对应的词元，会把它切成 {} 个；请选择其他模板，或获取属于该模型的分词器。</translation>
    </message>
    <message>
        <source>The connection to &apos;{}&apos; broke while &apos;{}&apos; was fetched ({}); fetch it again: what has arrived is kept.</source>
        <translation>获取“{1}”时与“{0}”的连接中断（{2}）；请重新获取：已下载的部分会保留。</translation>
    </message>
    <message>
        <source>The engine does not know the request &apos;{}&apos;; window and engine are of different versions.</source>
        <translation>引擎不认识请求“{}”；窗口与引擎的版本不同。</translation>
    </message>
    <message>
        <source>The engine does not say hello, so it is of another version than this window; install both from one package.</source>
        <translation>引擎没有打招呼，因此与本窗口的版本不同；请从同一个软件包安装两者。</translation>
    </message>
    <message>
        <source>The engine speaks protocol {}, this window {}; install both from one package.</source>
        <translation>引擎使用协议 {}，本窗口使用协议 {}；请从同一个软件包安装两者。</translation>
    </message>
    <message>
        <source>The figure could not be written to &apos;{}&apos; ({}); choose a folder that exists, may be written to and has room.</source>
        <translation>图无法写入“{}”（{}）；请选择存在、可写且有空间的文件夹。</translation>
    </message>
    <message>
        <source>The file &apos;{}&apos; exists already; choose another name for the merged run.</source>
        <translation>文件“{}”已经存在；请为合并后的运行记录换一个名称。</translation>
    </message>
    <message>
        <source>The file &apos;{}&apos; is not a Needlescope run; choose one that a study wrote.</source>
        <translation>文件“{}”不是 Needlescope 的运行记录；请选择由实验写出的文件。</translation>
    </message>
    <message>
        <source>The file is a set of heads; each is shown with the score 1, all others with 0.</source>
        <translation>该文件只列出了一组头；它们的分数显示为 1，其余为 0。</translation>
    </message>
    <message>
        <source>The file ranks heads without scores; those shown are 1 for the first and evenly less behind it.</source>
        <translation>该文件只给头排名而没有分数；第一名显示为 1，其后均匀递减。</translation>
    </message>
    <message>
        <source>The files beside &apos;{}&apos; give the token &apos;{}&apos; the id {}, which is that of another piece of tokenizer.model; fetch them again from where the model came.</source>
        <translation>“{}”旁的文件把词元“{}”的编号定为 {}，而它是 tokenizer.model 中另一个词元的编号；请从模型的来源重新获取这些文件。</translation>
    </message>
    <message>
        <source>The files beside &apos;{}&apos; give the token &apos;{}&apos; the id {}, which the tokenizer&apos;s vocabulary does not; fetch them again from where the model came.</source>
        <translation>“{}”旁的文件把词元“{}”的编号定为 {}，与分词器的词表不符；请从模型的来源重新获取这些文件。</translation>
    </message>
    <message>
        <source>The files of the tokenizer do not agree: the token &apos;{}&apos; has the ids {} and {}; fetch them again from where the model came.</source>
        <translation>分词器的各个文件不一致：词元“{}”的编号有 {} 和 {}；请从模型的来源重新获取这些文件。</translation>
    </message>
    <message>
        <source>The first message was &apos;{}&apos; instead of a hello; window and engine are of different versions.</source>
        <translation>第一条消息是“{}”而不是打招呼；窗口与引擎的版本不同。</translation>
    </message>
    <message>
        <source>The gates are those of KV groups; each column is one group, not one head.</source>
        <translation>这些门控值属于 KV 组；每一列是一个组，而不是一个头。</translation>
    </message>
    <message>
        <source>The haystack &apos;{}&apos; is empty; choose a text.</source>
        <translation>干草堆文本“{}”是空的；请选择一段文本。</translation>
    </message>
    <message>
        <source>The header of the run file &apos;{}&apos; is damaged; choose another file or delete it.</source>
        <translation>运行记录文件“{}”的头部已损坏；请选择其他文件或删除它。</translation>
    </message>
    <message>
        <source>The index of the weights of &apos;{}&apos; names no files; choose another model.</source>
        <translation>“{}”的权重索引没有列出任何文件；请选择其他模型。</translation>
    </message>
    <message>
        <source>The item &apos;{}&apos;</source>
        <translation>条目“{}”</translation>
    </message>
    <message>
        <source>The masks of the run file &apos;{}&apos; are damaged; choose another file, or delete this one to start anew.</source>
        <translation>运行记录文件“{}”的屏蔽方案已损坏；请选择其他文件，或删除它以重新开始。</translation>
    </message>
    <message>
        <source>The model may have more layers and heads than the file names.</source>
        <translation>模型的层和头可能比该文件列出的更多。</translation>
    </message>
    <message>
        <source>The model&apos;s chat template ({}) has no place for a system text; leave it out.</source>
        <translation>该模型的对话模板（{}）没有系统文本的位置；请去掉系统文本。</translation>
    </message>
    <message>
        <source>The model&apos;s chat template leaves the system text out.</source>
        <translation>该模型的对话模板略去了系统文本。</translation>
    </message>
    <message>
        <source>The needle is empty; write the sentence to hide.</source>
        <translation>针是空的；请写出要隐藏的句子。</translation>
    </message>
    <message>
        <source>The needle of line {} of &apos;{}&apos; does not stand in its context; correct one of them.</source>
        <translation>“{1}”第 {0} 行的针不在其上下文之中；请改正其中之一。</translation>
    </message>
    <message>
        <source>The needle span {}:{} reaches outside the prompt of {} tokens.</source>
        <translation>针的范围 {}:{} 超出了 {} 个词元的提示词。</translation>
    </message>
    <message>
        <source>The prompt is empty; write something for the model to continue.</source>
        <translation>提示词是空的；请写点内容让模型续写。</translation>
    </message>
    <message>
        <source>The prompt pattern does not contain {}; put it where it belongs.</source>
        <translation>提示格式中没有 {}；请把它放到应在的位置。</translation>
    </message>
    <message>
        <source>The prompt was read under another mask than this answer; read it again with the same mask.</source>
        <translation>读取提示词时的屏蔽方案与这个答案的不同；请用相同的屏蔽方案重新读取。</translation>
    </message>
    <message>
        <source>The prompt {} is no longer kept; ask the question again.</source>
        <translation>提示词 {} 已不再保留；请重新提问。</translation>
    </message>
    <message>
        <source>The question &apos;{}&apos; does not stand behind the context of its prompt; use a frame with the context first.</source>
        <translation>问题“{}”不在其提示词的上下文之后；请使用上下文在前的提示格式。</translation>
    </message>
    <message>
        <source>The question &apos;{}&apos; is empty; ask for something.</source>
        <translation>问题“{}”是空的；请问点什么。</translation>
    </message>
    <message>
        <source>The question is empty; ask for what the needle says.</source>
        <translation>问题是空的；请询问针所说的内容。</translation>
    </message>
    <message>
        <source>The questions file &apos;{}&apos; holds no question that can be answered; choose another one.</source>
        <translation>问题文件“{}”中没有可以回答的问题；请选择其他文件。</translation>
    </message>
    <message>
        <source>The questions file &apos;{}&apos; is not what SQuAD publishes ({}); get it again.</source>
        <translation>问题文件“{}”不是 SQuAD 发布的格式（{}）；请重新获取。</translation>
    </message>
    <message>
        <source>The request &apos;cancel&apos; names no request ({}).</source>
        <translation>请求“cancel”没有指明要取消的请求（{}）。</translation>
    </message>
    <message>
        <source>The request &apos;{}&apos; could not be read ({}).</source>
        <translation>无法读取请求“{}”（{}）。</translation>
    </message>
    <message>
        <source>The run &apos;{}&apos; is of the study &apos;{}&apos;, which makes no map; choose a run of detect or atlas.</source>
        <translation>运行记录“{}”属于实验“{}”，它不产生头图；请选择 detect 或 atlas 的运行记录。</translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; belongs to the model &apos;{}&apos; with other weights or another tokenizer than the one now open; choose another file, or delete this one to start anew.</source>
        <translation>运行记录文件“{}”属于模型“{}”，但其权重或分词器与现在打开的不同；请选择其他文件，或删除它以重新开始。</translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; cannot be used: {}.</source>
        <translation>运行记录文件“{}”无法使用：{}。</translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; cannot be written ({}); check the folder and its permissions, or choose another file.</source>
        <translation>运行记录文件“{}”无法写入（{}）；请检查文件夹及其权限，或选择其他文件。</translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; holds another study: its &apos;{}&apos; differ; choose another file, or delete this one to start anew.</source>
        <translation>运行记录文件“{}”属于另一项实验：两者的“{}”不同；请选择其他文件，或删除它以重新开始。</translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; holds answers under other masks than this version makes of the same request (the first that differs: {}); it can be read, but not continued: choose another file.</source>
        <translation>运行记录文件“{}”中答案的屏蔽方案，与本版本按同一请求生成的不同（第一处不同：{}）；它可以读取，但不能继续：请选择其他文件。</translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; is being written by another study; wait for that one, or choose another file.</source>
        <translation>另一项实验正在写入运行记录文件“{}”；请等它结束，或选择其他文件。</translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; is gone; put it or its disk back, or start the study anew.</source>
        <translation>运行记录文件“{}”不见了；请把它或其磁盘放回原处，或重新开始实验。</translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; was written by a newer Needlescope; open it with that version.</source>
        <translation>运行记录文件“{}”由更新的 Needlescope 写出；请用那个版本打开。</translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; was written by an older Needlescope and can be read, but not continued; choose another file.</source>
        <translation>运行记录文件“{}”由较旧的 Needlescope 写出，可以读取，但不能继续；请选择其他文件。</translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; cannot be opened ({}); check the path.</source>
        <translation>分数文件“{}”无法打开（{}）；请检查路径。</translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; cannot be read ({}); get it again.</source>
        <translation>分数文件“{}”无法读取（{}）；请重新获取。</translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; cannot be written ({}); check the folder and the room on the disk.</source>
        <translation>分数文件“{}”无法写入（{}）；请检查文件夹和磁盘空间。</translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; does not hold an object {{&quot;layer-head&quot;: [scores]}}.</source>
        <translation>分数文件“{}”不是 {{&quot;layer-head&quot;: [scores]}} 形式的对象。</translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; has an entry &apos;{}&apos; where &apos;layer-head&apos; belongs, for example &quot;16-19&quot;.</source>
        <translation>分数文件“{}”在应为“层-头”（例如 &quot;16-19&quot;）之处是“{}”。</translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; has something else than a list of numbers for head {}.</source>
        <translation>分数文件“{}”中头 {} 的值不是数的列表。</translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; holds no heads; choose another one.</source>
        <translation>分数文件“{}”中没有任何头；请选择其他文件。</translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; is a directory; choose a file in it.</source>
        <translation>分数文件“{}”是一个目录；请选择其中的文件。</translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; is in no form that Needlescope knows; it reads {}.</source>
        <translation>分数文件“{}”不是 Needlescope 认识的格式；可读的有：{}。</translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; is not JSON ({}); get it again.</source>
        <translation>分数文件“{}”不是 JSON（{}）；请重新获取。</translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; names heads of a model with {} layers of {} heads, more than any model has; look for a head whose number is mistyped.</source>
        <translation>分数文件“{}”列出的头属于一个 {} 层、每层 {} 个头的模型，没有这么大的模型；请查找编号写错的头。</translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; names the head {}:{}; heads count from 0.</source>
        <translation>分数文件“{}”中有头 {}:{}；头从 0 起计数。</translation>
    </message>
    <message>
        <source>The score rule &apos;qr&apos; is taken while a prompt is read, not of an answer; run &apos;detect&apos; with it.</source>
        <translation>分数规则“qr”在读取提示词时计算，而不是从答案计算；请用它运行 detect。</translation>
    </message>
    <message>
        <source>The scores that rank the heads are of {} ({} layers of {} heads), not of {} ({} of {}); detect the heads of this model.</source>
        <translation>为头排名的分数属于 {}（{} 层，每层 {} 个头），而不是 {}（{} 层，每层 {} 个头）；请检测本模型的检索头。</translation>
    </message>
    <message>
        <source>The session &apos;{}&apos; cannot be read ({}); check that it is still there.</source>
        <translation>会话“{}”无法读取（{}）；请检查它是否还在。</translation>
    </message>
    <message>
        <source>The session &apos;{}&apos; was saved by a newer Needlescope; update this one to open it.</source>
        <translation>会话“{}”由更新的 Needlescope 保存；要打开它，请更新本程序。</translation>
    </message>
    <message>
        <source>The session could not be written to &apos;{}&apos; ({}); choose a folder that exists, may be written to and has room.</source>
        <translation>会话无法写入“{}”（{}）；请选择存在、可写且有空间的文件夹。</translation>
    </message>
    <message>
        <source>The study &apos;{}&apos; masks the top heads, but {} has no scores that rank them; run &apos;detect&apos; first and name its run or score file.</source>
        <translation>实验“{}”要屏蔽排名靠前的头，但 {} 没有可用于排名的分数；请先运行 detect，再指定其运行记录或分数文件。</translation>
    </message>
    <message>
        <source>The study has no {}; give at least one.</source>
        <translation>实验没有{}；请至少给出一个。</translation>
    </message>
    <message>
        <source>The tensor &apos;rope_freqs.weight&apos; in &apos;{}&apos; does not fit heads of {} rotated numbers; convert the model again.</source>
        <translation>“{}”中的张量“rope_freqs.weight”与旋转 {} 个数的头不符；请重新转换模型。</translation>
    </message>
    <message>
        <source>The tensor &apos;{}&apos; cannot have rows of {} numbers in blocks of {}; get the model as bf16.</source>
        <translation>张量“{}”每行 {} 个数，无法按每块 {} 个划分；请获取 bf16 格式的模型。</translation>
    </message>
    <message>
        <source>The tensor &apos;{}&apos; in &apos;{}&apos; has the shape {} where config.json asks for {}; weights and config.json must come from one model.</source>
        <translation>“{1}”中的张量“{0}”形状为 {2}，而 config.json 要求 {3}；权重与 config.json 必须来自同一个模型。</translation>
    </message>
    <message>
        <source>The tensor &apos;{}&apos; in &apos;{}&apos; has the type {} where F32 is expected; convert the model again.</source>
        <translation>“{1}”中的张量“{0}”类型为 {2}，而应为 F32；请重新转换模型。</translation>
    </message>
    <message>
        <source>The tensor &apos;{}&apos; in &apos;{}&apos; holds other numbers than follow from config.json; download or export the model again.</source>
        <translation>“{1}”中的张量“{0}”的数值与由 config.json 推得的不同；请重新下载或导出模型。</translation>
    </message>
    <message>
        <source>The tensor &apos;{}&apos; in &apos;{}&apos; holds values that are not numbers, so that nothing can be computed with it; download or export the model again.</source>
        <translation>“{1}”中的张量“{0}”含有非数值，无法用它计算；请重新下载或导出模型。</translation>
    </message>
    <message>
        <source>The tensor &apos;{}{}&apos; in &apos;{}&apos; has the type {} where U8 is expected; download or export the model again.</source>
        <translation>“{2}”中的张量“{0}{1}”类型为 {3}，而应为 U8；请重新下载或导出模型。</translation>
    </message>
    <message>
        <source>The text cannot be brought into Unicode normal form ({}); shorten or change the text.</source>
        <translation>无法将文本转换为 Unicode 规范形式（{}）；请缩短或更改文本。</translation>
    </message>
    <message>
        <source>The token id {} is outside the vocabulary of &apos;{}&apos; (0 to {}); use the tokenizer that belongs to the model.</source>
        <translation>词元编号 {} 超出了“{}”的词表（0 到 {}）；请使用属于该模型的分词器。</translation>
    </message>
    <message>
        <source>The token in {} holds characters that no token has; set it anew.</source>
        <translation>{} 中的令牌含有令牌不可能有的字符；请重新设置。</translation>
    </message>
    <message>
        <source>The tokenizer in &apos;{}&apos; cannot be read; check the model&apos;s directory.</source>
        <translation>无法读取“{}”中的分词器；请检查模型的目录。</translation>
    </message>
    <message>
        <source>The tokenizer makes no tokens of the haystack; choose another text.</source>
        <translation>分词器没有从干草堆文本得到任何词元；请选择其他文本。</translation>
    </message>
    <message>
        <source>The tokenizer of &apos;{}&apos; cannot be used: tokenizer.ggml.{} {}; choose another file of the model.</source>
        <translation>“{}”的分词器无法使用：tokenizer.ggml.{} {}；请选择该模型的其他文件。</translation>
    </message>
    <message>
        <source>The tokenizer&apos;s regular expression &quot;{}&quot; gave up on this text ({}); shorten the text or take a model with another tokenizer.</source>
        <translation>分词器的正则表达式“{}”无法处理这段文本（{}）；请缩短文本，或使用分词器不同的模型。</translation>
    </message>
    <message>
        <source>The two answers are not of one model and one question; ask again, then compare.</source>
        <translation>两个答案不属于同一个模型和同一个问题；请重新提问后再对比。</translation>
    </message>
    <message>
        <source>The weights in &apos;{}&apos; lack the tensor &apos;{}&apos; that config.json asks for, but hold &apos;{}&apos;; save the model without what wraps it.</source>
        <translation>“{}”中的权重缺少 config.json 所要求的张量“{}”，却有“{}”；请去掉外层包装后保存模型。</translation>
    </message>
    <message>
        <source>The weights in &apos;{}&apos; lack the tensor &apos;{}&apos; that config.json asks for; download or export the model again.</source>
        <translation>“{}”中的权重缺少 config.json 所要求的张量“{}”；请重新下载或导出模型。</translation>
    </message>
    <message>
        <source>The weights need {}, but of the devices&apos; free memory ({}) weights may take {}, in whole layers; free memory there, save the weights as bf16, or use the device cpu.</source>
        <translation>权重需要 {}，但在各设备的可用内存（{}）中，按整层放置最多只能容纳 {}；请释放设备内存，将权重保存为 bf16，或使用 cpu 设备。</translation>
    </message>
    <message>
        <source>The window speaks protocol {} ({}), this engine {} (Needlescope {}); install both from one package.</source>
        <translation>窗口使用协议 {}（{}），本引擎使用协议 {}（Needlescope {}）；请从同一个软件包安装两者。</translation>
    </message>
    <message>
        <source>The {} file &apos;{}&apos; cannot be read ({}); check the path.</source>
        <translation>{}文件“{}”无法读取（{}）；请检查路径。</translation>
    </message>
    <message>
        <source>The {} file &apos;{}&apos; is empty; choose another one.</source>
        <translation>{}文件“{}”是空的；请选择其他文件。</translation>
    </message>
    <message>
        <source>The {} file &apos;{}&apos; is not UTF-8 text; convert it, for example with iconv, or choose another one.</source>
        <translation>{}文件“{}”不是 UTF-8 文本；请转换它（例如用 iconv），或选择其他文件。</translation>
    </message>
    <message>
        <source>The {} in line {} of &apos;{}&apos; is no text; correct it or take the line out.</source>
        <translation>“{2}”第 {1} 行的 {0} 不是文本；请改正或删去该行。</translation>
    </message>
    <message>
        <source>The {} parts of &apos;{}&apos; hold {} tensors where the first one says {}; put the parts of one model into one folder.</source>
        <translation>“{1}”的 {0} 个分片共有 {2} 个张量，而第一个分片称有 {3} 个；请把同一个模型的分片放在同一个文件夹中。</translation>
    </message>
    <message>
        <source>There are no shards to merge into &apos;{}&apos;; name their run files.</source>
        <translation>没有可合并为“{}”的分片；请给出它们的运行记录文件。</translation>
    </message>
    <message>
        <source>There are no texts in &apos;{}&apos;; install the program&apos;s resources, set NEEDLESCOPE_RESOURCES, or open a text of your own.</source>
        <translation>“{}”中没有文本；请安装程序的资源，设置 NEEDLESCOPE_RESOURCES，或打开自己的文本。</translation>
    </message>
    <message>
        <source>There are no two answers to compare yet; mask some heads.</source>
        <translation>还没有两个可对比的答案；请屏蔽一些头。</translation>
    </message>
    <message>
        <source>There is no answer yet; ask, then export its timeline.</source>
        <translation>还没有答案；请先提问，再导出时间线。</translation>
    </message>
    <message>
        <source>There is no decoded step {}; the answer has {}.</source>
        <translation>没有第 {} 个解码步；答案有 {} 步。</translation>
    </message>
    <message>
        <source>There is no head map yet; run a detection or open a run.</source>
        <translation>还没有头图；请运行检测，或打开运行记录。</translation>
    </message>
    <message>
        <source>There is no run file &apos;{}&apos;; check the path.</source>
        <translation>没有运行记录文件“{}”；请检查路径。</translation>
    </message>
    <message>
        <source>There is no shard {} of {}; count them from 1 to {}.</source>
        <translation>没有第 {} 个分片（共 {} 个）；请从 1 数到 {}。</translation>
    </message>
    <message>
        <source>There is no study&apos;s figure yet; start a study or open a run.</source>
        <translation>还没有实验的图；请开始实验，或打开运行记录。</translation>
    </message>
    <message>
        <source>There is no timeline of {}: the answer&apos;s model has no such head.</source>
        <translation>没有 {} 的时间线：给出答案的模型没有这个头。</translation>
    </message>
    <message>
        <source>There is no timeline: no head is chosen, or it was not noted what the heads did; select a head and ask again.</source>
        <translation>没有时间线：没有选中头，或没有记录头的行为；请选择一个头并重新提问。</translation>
    </message>
    <message>
        <source>There is no type &apos;{}&apos; of tensors; this is a defect of Needlescope.</source>
        <translation>张量没有“{}”这种类型；这是 Needlescope 的缺陷。</translation>
    </message>
    <message>
        <source>There is no usable CUDA device here, or this libtorch was built without CUDA; use the device cpu.</source>
        <translation>这里没有可用的 CUDA 设备，或 libtorch 未带 CUDA 编译；请使用 cpu 设备。</translation>
    </message>
    <message>
        <source>There is not enough memory for this; use a shorter context or a smaller model.</source>
        <translation>内存不足；请使用更短的上下文或更小的模型。</translation>
    </message>
    <message>
        <source>There is {} map to compare; name two or more.</source>
        <translation>只有 {} 张头图可供对比；请给出两张或更多。</translation>
    </message>
    <message>
        <source>This answer is no longer kept; run the prompt again to see its attention.</source>
        <translation>这个答案已不再保留；请重新运行提示词以查看其注意力。</translation>
    </message>
    <message>
        <source>To decode {} {} with &apos;{}&apos; needs {} of memory (weights {}, answers {}), but only {} are free; {}</source>
        <translation>用“{2}”解码 {0} 个{1}需要 {3} 内存（权重 {4}，答案 {5}），但只有 {6} 可用；{7}</translation>
    </message>
    <message>
        <source>Token {} of the prompt is not in the model&apos;s vocabulary of {}; use the tokenizer that belongs to the model.</source>
        <translation>提示词的词元 {} 不在模型 {} 个词元的词表中；请使用属于该模型的分词器。</translation>
    </message>
    <message>
        <source>Tokens after which an answer is cut off</source>
        <translation>答案超过这么多词元即截断</translation>
    </message>
    <message>
        <source>Weights of the type {} are not supported; get the model as bf16, f16, f32, or as GGUF with Q4_K, Q6_K or Q8_0.</source>
        <translation>不支持 {} 类型的权重；请获取 bf16、f16、f32，或 Q4_K、Q6_K、Q8_0 的 GGUF 格式的模型。</translation>
    </message>
    <message>
        <source>What is left where only the kept heads see the whole context and all others the first and the most recent tokens: recall against the share kept, and the memory that a KV cache would save.</source>
        <translation>只让保留的头看到全部上下文、其余的头只看最前和最近的词元时还剩下什么：召回率随保留比例的变化，以及 KV 缓存可节省的内存。</translation>
    </message>
    <message>
        <source>Where a needle is found: recall over prompt length and depth, by the whole model, without its top K heads, and without K random others (figure 1 of the paper).</source>
        <translation>在哪里能找到针：完整模型、去掉前 K 个头、去掉 K 个随机头时，召回率随提示词长度和深度的变化（论文图 1）。</translation>
    </message>
    <message>
        <source>Which heads copy the answer out of the context: the score of every head over needles, lengths and depths (figures 3 and 4 of the paper).</source>
        <translation>哪些头把答案从上下文中复制出来：每个头在各种针、长度和深度上的分数（论文图 3 和 4）。</translation>
    </message>
    <message>
        <source>Which heads matter causally: what the log-probability of the right answer loses with each single head off, beside its retrieval score and its direct contribution to the answer&apos;s logits.</source>
        <translation>哪些头有因果作用：逐个关闭每个头时正确答案损失的对数概率，与其检索分数及其对答案 logit 的直接贡献并列。</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>a divisor of hidden_size, {}</source>
        <translation>hidden_size 的约数，{}</translation>
    </message>
    <message>
        <source>a divisor of linear_num_value_heads, {}</source>
        <translation>linear_num_value_heads 的约数，{}</translation>
    </message>
    <message>
        <source>a divisor of mamba_n_heads, {}</source>
        <translation>mamba_n_heads 的约数，{}</translation>
    </message>
    <message>
        <source>a divisor of n_embd, {}</source>
        <translation>n_embd 的约数，{}</translation>
    </message>
    <message>
        <source>a divisor of n_routed_experts, {}</source>
        <translation>n_routed_experts 的约数，{}</translation>
    </message>
    <message>
        <source>a divisor of num_attention_heads, {}</source>
        <translation>num_attention_heads 的约数，{}</translation>
    </message>
    <message>
        <source>a divisor of the state&apos;s width, {}</source>
        <translation>状态宽度的约数，{}</translation>
    </message>
    <message>
        <source>a family that Needlescope knows: {}</source>
        <translation>Needlescope 认识的模型系列：{}</translation>
    </message>
    <message>
        <source>a list of chunked_attention and full_attention</source>
        <translation>chunked_attention 与 full_attention 的列表</translation>
    </message>
    <message>
        <source>a list of dense and sparse</source>
        <translation>dense 与 sparse 的列表</translation>
    </message>
    <message>
        <source>a list of full_attention and sliding_attention</source>
        <translation>full_attention 与 sliding_attention 的列表</translation>
    </message>
    <message>
        <source>a list of numbers</source>
        <translation>数的列表</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>文本的列表</translation>
    </message>
    <message>
        <source>a list of the layers that are not in full_attn_layers</source>
        <translation>不在 full_attn_layers 中的层的列表</translation>
    </message>
    <message>
        <source>a list of these: {}</source>
        <translation>由这些值组成的列表：{}</translation>
    </message>
    <message>
        <source>a list of yes and no</source>
        <translation>是与否的列表</translation>
    </message>
    <message>
        <source>a list of yes and no for each layer</source>
        <translation>每层是与否的列表</translation>
    </message>
    <message>
        <source>a list of {} numbers</source>
        <translation>{} 个数的列表</translation>
    </message>
    <message>
        <source>a list of {} numbers above 0</source>
        <translation>{} 个大于 0 的数的列表</translation>
    </message>
    <message>
        <source>a list of {} texts</source>
        <translation>{} 个文本的列表</translation>
    </message>
    <message>
        <source>a list of {} values</source>
        <translation>{} 个值的列表</translation>
    </message>
    <message>
        <source>a list with a layer that attends: there are no heads to look at</source>
        <translation>至少有一个注意力层的列表：否则没有头可看</translation>
    </message>
    <message>
        <source>a multiple of each layer&apos;s key-value heads, {}</source>
        <translation>每层键值头数的倍数，{}</translation>
    </message>
    <message>
        <source>a multiple of ssm.time_step_rank, {}</source>
        <translation>ssm.time_step_rank 的倍数，{}</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数</translation>
    </message>
    <message>
        <source>a number above 0</source>
        <translation>大于 0 的数</translation>
    </message>
    <message>
        <source>a number above low_freq_factor</source>
        <translation>大于 low_freq_factor 的数</translation>
    </message>
    <message>
        <source>a number of 0 or more</source>
        <translation>0 或更大的数</translation>
    </message>
    <message>
        <source>a number of experts</source>
        <translation>专家的个数</translation>
    </message>
    <message>
        <source>a number of layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>a number that leaves a layer of each type with keys of its own</source>
        <translation>使每类层中都有一层拥有自己的键的数</translation>
    </message>
    <message>
        <source>a number, or a list of one for each of {} layers</source>
        <translation>一个数，或 {} 层各一个数的列表</translation>
    </message>
    <message>
        <source>a set of parameters for each of full_attention and sliding_attention</source>
        <translation>full_attention 与 sliding_attention 各自的一组参数</translation>
    </message>
    <message>
        <source>a share of the head of {} numbers that gives an even number</source>
        <translation>使 {} 个数的头得到偶数个旋转数的比例</translation>
    </message>
    <message>
        <source>a template for more than one text</source>
        <translation>用于多段文本的模板</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>a token id or a list of token ids</source>
        <translation>词元编号或词元编号的列表</translation>
    </message>
    <message>
        <source>a value in its table has the unknown type {}</source>
        <translation>其表中有未知类型 {} 的值</translation>
    </message>
    <message>
        <source>a whole number above 1</source>
        <translation>大于 1 的整数</translation>
    </message>
    <message>
        <source>a whole number from {} to {}</source>
        <translation>{} 到 {} 的整数</translation>
    </message>
    <message>
        <source>a whole number of 0 or more</source>
        <translation>0 或更大的整数</translation>
    </message>
    <message>
        <source>activity</source>
        <translation>活动</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>another model</source>
        <translation>另一个模型</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>answer span mass</source>
        <translation>答案片段注意力</translation>
    </message>
    <message>
        <source>answer style</source>
        <translation>回答方式</translation>
    </message>
    <message>
        <source>answer-only</source>
        <translation>直接回答</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>answers together</source>
        <translation>个答案</translation>
    </message>
    <message>
        <source>are no retrieval heads</source>
        <translation>不是检索头</translation>
    </message>
    <message>
        <source>attribution</source>
        <translation>归因</translation>
    </message>
    <message>
        <source>cannot be opened ({})</source>
        <translation>无法打开（{}）</translation>
    </message>
    <message>
        <source>cannot be read ({})</source>
        <translation>无法读取（{}）</translation>
    </message>
    <message>
        <source>cannot be read to its end</source>
        <translation>无法读到末尾</translation>
    </message>
    <message>
        <source>chain-of-thought</source>
        <translation>思维链</translation>
    </message>
    <message>
        <source>chat template</source>
        <translation>对话模板</translation>
    </message>
    <message>
        <source>close other programs, use a smaller model or a machine with more memory.</source>
        <translation>请关闭其他程序，使用更小的模型或内存更大的机器。</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>contradicts add_prefix_space</source>
        <translation>与 add_prefix_space 矛盾</translation>
    </message>
    <message>
        <source>correlation</source>
        <translation>相关系数</translation>
    </message>
    <message>
        <source>decode</source>
        <translation>解码时</translation>
    </message>
    <message>
        <source>decode at most {} together.</source>
        <translation>请一次最多解码 {} 个。</translation>
    </message>
    <message>
        <source>decode: only while answering; everywhere: while reading the prompt too</source>
        <translation>decode：只在回答时；everywhere：读取提示词时也起作用</translation>
    </message>
    <message>
        <source>depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>does not spell the bytes of a piece</source>
        <translation>没有拼出词元的字节</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>elsewhere mass</source>
        <translation>其他位置注意力</translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation>全程</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>精确匹配</translation>
    </message>
    <message>
        <source>f1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>false</source>
        <translation>false</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>门控值</translation>
    </message>
    <message>
        <source>greedy or group_limited_greedy</source>
        <translation>greedy 或 group_limited_greedy</translation>
    </message>
    <message>
        <source>hallucination</source>
        <translation>幻觉</translation>
    </message>
    <message>
        <source>has &apos;{}&apos; twice</source>
        <translation>中“{}”出现了两次</translation>
    </message>
    <message>
        <source>has another id than the vocabulary gives it, or the id of another piece</source>
        <translation>的编号与词表给出的不同，或与另一个词元相同</translation>
    </message>
    <message>
        <source>has fewer pieces than the size that the file says</source>
        <translation>的词元少于文件给出的数目</translation>
    </message>
    <message>
        <source>has more special tokens than tokens</source>
        <translation>的特殊词元多于词元</translation>
    </message>
    <message>
        <source>has no tokens, or more than any model</source>
        <translation>没有词元，或多于任何模型</translation>
    </message>
    <message>
        <source>has the same id as another piece</source>
        <translation>与另一个词元的编号相同</translation>
    </message>
    <message>
        <source>have a {} below {}, a tenth of the largest</source>
        <translation>的{0}低于 {1}，即最大值的十分之一</translation>
    </message>
    <message>
        <source>haystack</source>
        <translation>干草堆文本</translation>
    </message>
    <message>
        <source>head_dim and num_key_value_heads alone</source>
        <translation>只有 head_dim 和 num_key_value_heads</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>heads of the same shape in all layers of a type</source>
        <translation>同类各层的头形状相同</translation>
    </message>
    <message>
        <source>holds a number that is out of range</source>
        <translation>含有超出范围的数</translation>
    </message>
    <message>
        <source>holds what is not a number</source>
        <translation>含有非数的值</translation>
    </message>
    <message>
        <source>holds what is not a text</source>
        <translation>含有非文本的值</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>inserts a token that the vocabulary does not have</source>
        <translation>插入了词表中没有的词元</translation>
    </message>
    <message>
        <source>is &quot;{}&quot;, a kind of tokenizer that is not supported</source>
        <translation>为“{}”，不支持这种分词器</translation>
    </message>
    <message>
        <source>is &quot;{}&quot;, a way to cut text into words that is not known here</source>
        <translation>为“{}”，不知道这种切分单词的方式</translation>
    </message>
    <message>
        <source>is JSON, but not an object</source>
        <translation>是 JSON，但不是对象</translation>
    </message>
    <message>
        <source>is a piece that stands in the list already</source>
        <translation>是列表中已有的词元</translation>
    </message>
    <message>
        <source>is cut short</source>
        <translation>不完整，被截断了</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>是空的</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>is missing: the file has no tokenizer</source>
        <translation>不存在：该文件没有分词器</translation>
    </message>
    <message>
        <source>is missing: the file is of an older llama.cpp, which did not keep how the model cuts text into words</source>
        <translation>不存在：该文件来自较旧的 llama.cpp，没有保存模型如何把文本切成单词</translation>
    </message>
    <message>
        <source>is neither true nor false</source>
        <translation>既不是 true 也不是 false</translation>
    </message>
    <message>
        <source>is nested too deeply</source>
        <translation>嵌套过深</translation>
    </message>
    <message>
        <source>is no number of tokens</source>
        <translation>不是词元的个数</translation>
    </message>
    <message>
        <source>is not JSON from byte {} on, perhaps cut short</source>
        <translation>从第 {} 字节起不是 JSON，可能被截断</translation>
    </message>
    <message>
        <source>is not a file</source>
        <translation>不是文件</translation>
    </message>
    <message>
        <source>is not a list</source>
        <translation>不是列表</translation>
    </message>
    <message>
        <source>is not a text</source>
        <translation>不是文本</translation>
    </message>
    <message>
        <source>is not a token id</source>
        <translation>不是词元编号</translation>
    </message>
    <message>
        <source>is not base64</source>
        <translation>不是 base64</translation>
    </message>
    <message>
        <source>is not named by a token id</source>
        <translation>没有以词元编号命名</translation>
    </message>
    <message>
        <source>is shorter than tokens</source>
        <translation>比 tokens 短</translation>
    </message>
    <message>
        <source>is too long</source>
        <translation>过长</translation>
    </message>
    <message>
        <source>is true, but {} names no token</source>
        <translation>为 true，但 {} 没有给出词元</translation>
    </message>
    <message>
        <source>is true, which is not supported with the model &quot;llama&quot;</source>
        <translation>为 true，模型“llama”不支持</translation>
    </message>
    <message>
        <source>it does not begin with &apos;GGUF&apos;</source>
        <translation>它不以“GGUF”开头</translation>
    </message>
    <message>
        <source>it ends within its table and is probably truncated</source>
        <translation>它在表的中间结束，可能被截断</translation>
    </message>
    <message>
        <source>it has only {} bytes</source>
        <translation>它只有 {} 字节</translation>
    </message>
    <message>
        <source>it has the tensor &apos;{}&apos; twice</source>
        <translation>其中张量“{}”出现了两次</translation>
    </message>
    <message>
        <source>it is a directory</source>
        <translation>它是一个目录</translation>
    </message>
    <message>
        <source>its alignment is no multiple of 8</source>
        <translation>其对齐值不是 8 的倍数</translation>
    </message>
    <message>
        <source>its header is longer than the file, which is probably truncated</source>
        <translation>其头部比文件还长，文件可能被截断</translation>
    </message>
    <message>
        <source>its header is not a JSON object</source>
        <translation>其头部不是 JSON 对象</translation>
    </message>
    <message>
        <source>its layers have different numbers of heads</source>
        <translation>其各层的头数不同</translation>
    </message>
    <message>
        <source>its needle or its question is empty</source>
        <translation>其中的针或问题是空的</translation>
    </message>
    <message>
        <source>its table has an array of {} values</source>
        <translation>其表中有一个含 {} 个值的数组</translation>
    </message>
    <message>
        <source>its table has the key &apos;{}&apos; twice</source>
        <translation>其表中键“{}”出现了两次</translation>
    </message>
    <message>
        <source>its table is longer than the file, which is probably truncated</source>
        <translation>其表比文件还长，文件可能被截断</translation>
    </message>
    <message>
        <source>its table nests arrays too deeply</source>
        <translation>其表中数组嵌套过深</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>kept-random</source>
        <translation>保留（随机）</translation>
    </message>
    <message>
        <source>lacks the prefix of pieces inside a word</source>
        <translation>缺少词内词元的前缀</translation>
    </message>
    <message>
        <source>leaves the text out</source>
        <translation>略去了文本</translation>
    </message>
    <message>
        <source>length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>libcurl could not be started; install it anew.</source>
        <translation>无法启动 libcurl；请重新安装它。</translation>
    </message>
    <message>
        <source>lies outside the vocabulary</source>
        <translation>超出词表</translation>
    </message>
    <message>
        <source>log-probability</source>
        <translation>对数概率</translation>
    </message>
    <message>
        <source>longrope</source>
        <translation>longrope</translation>
    </message>
    <message>
        <source>mask kind</source>
        <translation>屏蔽方式</translation>
    </message>
    <message>
        <source>mask role</source>
        <translation>屏蔽角色</translation>
    </message>
    <message>
        <source>mask scope</source>
        <translation>屏蔽作用范围</translation>
    </message>
    <message>
        <source>mass</source>
        <translation>注意力量</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>model state</source>
        <translation>模型状态</translation>
    </message>
    <message>
        <source>must be a list</source>
        <translation>必须是列表</translation>
    </message>
    <message>
        <source>must be a number</source>
        <translation>必须是数</translation>
    </message>
    <message>
        <source>must be a single character</source>
        <translation>必须是单个字符</translation>
    </message>
    <message>
        <source>must be a text</source>
        <translation>必须是文本</translation>
    </message>
    <message>
        <source>must be a token id from 0 to {}</source>
        <translation>必须是 0 到 {} 的词元编号</translation>
    </message>
    <message>
        <source>must be a whole number from 0 to 1000000</source>
        <translation>必须是 0 到 1000000 的整数</translation>
    </message>
    <message>
        <source>must be an object</source>
        <translation>必须是对象</translation>
    </message>
    <message>
        <source>must be an object of ids and tokens</source>
        <translation>必须是编号与词元的对象</translation>
    </message>
    <message>
        <source>must be an object of pieces and ids</source>
        <translation>必须是词元与编号的对象</translation>
    </message>
    <message>
        <source>must be true or false</source>
        <translation>必须是 true 或 false</translation>
    </message>
    <message>
        <source>must be two pieces with one space between them, or a list of two pieces</source>
        <translation>必须是中间有一个空格的两个词元，或两个词元的列表</translation>
    </message>
    <message>
        <source>needle</source>
        <translation>针</translation>
    </message>
    <message>
        <source>needles</source>
        <translation>针</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>none for this family</source>
        <translation>该系列不应有此项</translation>
    </message>
    <message>
        <source>null or vision</source>
        <translation>null 或 vision</translation>
    </message>
    <message>
        <source>one of default, linear, dynamic, llama3, yarn, longrope</source>
        <translation>default、linear、dynamic、llama3、yarn、longrope 之一</translation>
    </message>
    <message>
        <source>one of none, linear, yarn</source>
        <translation>none、linear、yarn 之一</translation>
    </message>
    <message>
        <source>one of silu, gelu, gelu_new, gelu_fast, gelu_pytorch_tanh, relu, relu2</source>
        <translation>silu、gelu、gelu_new、gelu_fast、gelu_pytorch_tanh、relu、relu2 之一</translation>
    </message>
    <message>
        <source>one set of parameters for all layers</source>
        <translation>所有层共用的一组参数</translation>
    </message>
    <message>
        <source>origin of a model</source>
        <translation>模型来源</translation>
    </message>
    <message>
        <source>outcome</source>
        <translation>答案分类</translation>
    </message>
    <message>
        <source>paper</source>
        <translation>论文</translation>
    </message>
    <message>
        <source>qr</source>
        <translation>QR</translation>
    </message>
    <message>
        <source>question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>questions</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>random merging (dropout)</source>
        <translation>随机合并（dropout）</translation>
    </message>
    <message>
        <source>reading or writing it failed ({}); check that the disk has room and is still there, then start the study again, it continues where it stopped</source>
        <translation>读写失败（{}）；请检查磁盘是否有空间、是否仍在，然后重新开始实验，它会从停下的地方继续</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>recent mass</source>
        <translation>近处注意力</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>参考代码</translation>
    </message>
    <message>
        <source>reference: copies, as the reference code counts; paper: each copied token once; mass: attention on the answer span; qr: the question&apos;s attention on the needle</source>
        <translation>reference：按参考代码计算的复制次数；paper：每个被复制的词元只计一次；mass：答案片段上的注意力；qr：问题对针的注意力</translation>
    </message>
    <message>
        <source>save the weights as bf16, which take {}.</source>
        <translation>请将权重保存为 bf16，那样只需 {}。</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>节省</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>score</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>score rule</source>
        <translation>分数规则</translation>
    </message>
    <message>
        <source>share complete</source>
        <translation>完整的比例</translation>
    </message>
    <message>
        <source>share hallucination</source>
        <translation>幻觉的比例</translation>
    </message>
    <message>
        <source>share incomplete</source>
        <translation>不完整的比例</translation>
    </message>
    <message>
        <source>share wrong extraction</source>
        <translation>错误抽取的比例</translation>
    </message>
    <message>
        <source>sigmoid</source>
        <translation>sigmoid</translation>
    </message>
    <message>
        <source>silu</source>
        <translation>silu</translation>
    </message>
    <message>
        <source>sink mass</source>
        <translation>注意力汇</translation>
    </message>
    <message>
        <source>so many groups of {} experts that each token finds num_experts_per_tok</source>
        <translation>足够多的组（每组 {} 个专家），使每个词元能找到 num_experts_per_tok 个专家</translation>
    </message>
    <message>
        <source>spearman</source>
        <translation>Spearman 相关系数</translation>
    </message>
    <message>
        <source>stands at another place than its rank says</source>
        <translation>所在的位置与其排名不符</translation>
    </message>
    <message>
        <source>study</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; does not begin at a multiple of {} bytes</source>
        <translation>张量“{}”的起点不是 {} 字节的倍数</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has a shape that does not fit its type {}</source>
        <translation>张量“{}”的形状与其类型 {} 不符</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has a size that does not fit its shape and type</source>
        <translation>张量“{}”的大小与其形状和类型不符</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has an extent that is not a number</source>
        <translation>张量“{}”有一个维度不是数</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has the unknown type &apos;{}&apos;</source>
        <translation>张量“{}”的类型“{}”未知</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has the unknown type {}</source>
        <translation>张量“{}”的类型 {} 未知</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has {} dimensions</source>
        <translation>张量“{}”有 {} 维</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; lies outside the file, which is probably truncated</source>
        <translation>张量“{}”超出文件，文件可能被截断</translation>
    </message>
    <message>
        <source>the behaviour &quot;{}&quot;</source>
        <translation>行为“{}”</translation>
    </message>
    <message>
        <source>the decoder &quot;{}&quot;</source>
        <translation>解码器“{}”</translation>
    </message>
    <message>
        <source>the entry of tensor &apos;{}&apos; lacks dtype, shape or data_offsets</source>
        <translation>张量“{}”的条目缺少 dtype、shape 或 data_offsets</translation>
    </message>
    <message>
        <source>the format e4m3 of fp8</source>
        <translation>fp8 的 e4m3 格式</translation>
    </message>
    <message>
        <source>the model &quot;{}&quot;</source>
        <translation>模型“{}”</translation>
    </message>
    <message>
        <source>the normalizer &quot;{}&quot;</source>
        <translation>规范化器“{}”</translation>
    </message>
    <message>
        <source>the post-processor &quot;{}&quot;</source>
        <translation>后处理器“{}”</translation>
    </message>
    <message>
        <source>the pre-tokenizer &quot;{}&quot;</source>
        <translation>预分词器“{}”</translation>
    </message>
    <message>
        <source>the rows and columns of a block</source>
        <translation>块的行数和列数</translation>
    </message>
    <message>
        <source>the same as attention.key_length</source>
        <translation>与 attention.key_length 相同</translation>
    </message>
    <message>
        <source>the same as attention.key_length_swa</source>
        <translation>与 attention.key_length_swa 相同</translation>
    </message>
    <message>
        <source>the same as rope.dimension_count</source>
        <translation>与 rope.dimension_count 相同</translation>
    </message>
    <message>
        <source>the same as rope.freq_base</source>
        <translation>与 rope.freq_base 相同</translation>
    </message>
    <message>
        <source>the same as rope.scaling.original_context_length</source>
        <translation>与 rope.scaling.original_context_length 相同</translation>
    </message>
    <message>
        <source>the same number for every layer</source>
        <translation>每层相同的数</translation>
    </message>
    <message>
        <source>the same number for every layer that has heads</source>
        <translation>每个有头的层相同的数</translation>
    </message>
    <message>
        <source>the smallest and the largest step</source>
        <translation>最小和最大的步长</translation>
    </message>
    <message>
        <source>the tensor &apos;{}&apos; is missing</source>
        <translation>缺少张量“{}”</translation>
    </message>
    <message>
        <source>the tensors &apos;{}&apos; and &apos;{}&apos; overlap</source>
        <translation>张量“{}”与“{}”重叠</translation>
    </message>
    <message>
        <source>the value &quot;{}&quot;</source>
        <translation>值“{}”</translation>
    </message>
    <message>
        <source>token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>tokenizer.model files need needlescope-sentencepiece.so beside the program, which cannot be loaded ({}); install Needlescope again, or put a tokenizer.json beside the model.</source>
        <translation>读取 tokenizer.model 文件需要程序旁的 needlescope-sentencepiece.so，但它无法加载（{}）；请重新安装 Needlescope，或在模型旁放一个 tokenizer.json。</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>top</source>
        <translation>前 K</translation>
    </message>
    <message>
        <source>true</source>
        <translation>true</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>true where layers have parameters of their own</source>
        <translation>true（各层有自己的参数时）</translation>
    </message>
    <message>
        <source>true where there are groups of experts</source>
        <translation>true（有专家分组时）</translation>
    </message>
    <message>
        <source>type of weights</source>
        <translation>权重类型</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>均匀</translation>
    </message>
    <message>
        <source>uniform: attend evenly; zero: no output; mean: mean output over the prompt; window: see the first and the recent tokens; scale: output times --factor</source>
        <translation>uniform：均匀注意；zero：无输出；mean：提示词上的平均输出；window：只看最前和最近的词元；scale：输出乘以 --factor</translation>
    </message>
    <message>
        <source>unknown cause</source>
        <translation>原因不明</translation>
    </message>
    <message>
        <source>use a shorter context or close other programs.</source>
        <translation>请使用更短的上下文，或关闭其他程序。</translation>
    </message>
    <message>
        <source>use at most {} tokens.</source>
        <translation>请最多使用 {} 个词元。</translation>
    </message>
    <message>
        <source>uses a piece that the vocabulary does not have</source>
        <translation>使用了词表中没有的词元</translation>
    </message>
    <message>
        <source>way to ask</source>
        <translation>提问方式</translation>
    </message>
    <message>
        <source>what gives heads of an even size</source>
        <translation>使每个头大小为偶数的值</translation>
    </message>
    <message>
        <source>what the tensors ffn_up_shexp have as rows</source>
        <translation>张量 ffn_up_shexp 的行数</translation>
    </message>
    <message>
        <source>window</source>
        <translation>限窗</translation>
    </message>
    <message>
        <source>wrong extraction</source>
        <translation>错误抽取</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>是或否</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>置零</translation>
    </message>
    <message>
        <source>{} heads are not in the file; they are shown with the score 0.</source>
        <translation>文件中缺少 {} 个头；它们的分数显示为 0。</translation>
    </message>
    <message>
        <source>{} of the questions file &apos;{}&apos; has no {}; add one or take the item out.</source>
        <translation>问题文件“{1}”的{0}没有{2}；请补上，或删去该条目。</translation>
    </message>
    <message>
        <source>{} of the questions file &apos;{}&apos; is not a question with four choices and the letter of the right one; correct it.</source>
        <translation>问题文件“{1}”的{0}不是带四个选项和正确字母的问题；请改正。</translation>
    </message>
    <message>
        <source>{}: &quot;{}&quot; uses {}, which this version does not know; take a model with another tokenizer, or ask for support of this one.</source>
        <translation>{}：“{}”使用了{}，本版本不认识它；请使用分词器不同的模型，或请求支持它。</translation>
    </message>
    <message>
        <source>{}: &quot;{}&quot; {}; fetch the file again from where the model came.</source>
        <translation>{}：“{}”{}；请从模型的来源重新获取该文件。</translation>
    </message>
    <message>
        <source>{}: has neither tokenizer.json, tekken.json nor tokenizer.model, nor vocab.json with merges.txt; choose a folder that holds the model&apos;s tokenizer.</source>
        <translation>{}：其中既没有 tokenizer.json、tekken.json、tokenizer.model，也没有 vocab.json 与 merges.txt；请选择含有模型分词器的文件夹。</translation>
    </message>
    <message>
        <source>{}: how the tokenizer class &apos;{}&apos; cuts words is not known without a tokenizer.json; fetch the model&apos;s tokenizer.json into this folder.</source>
        <translation>{}：没有 tokenizer.json，就不知道分词器类“{}”如何切分单词；请把模型的 tokenizer.json 下载到这个文件夹。</translation>
    </message>
    <message>
        <source>{}: is not a SentencePiece model, or is damaged; fetch the file again from where the model came.</source>
        <translation>{}：不是 SentencePiece 模型，或已损坏；请从模型的来源重新获取该文件。</translation>
    </message>
    <message>
        <source>{}: lacks the special token &apos;{}&apos; of the tokenizer class &apos;{}&apos;, and no file beside it gives its id; fetch the model&apos;s tokenizer.json into this folder.</source>
        <translation>{0}：缺少分词器类“{2}”的特殊词元“{1}”，旁边也没有文件给出其编号；请把模型的 tokenizer.json 下载到这个文件夹。</translation>
    </message>
    <message>
        <source>{}: the file {}; fetch it again from where the model came.</source>
        <translation>{}：该文件{}；请从模型的来源重新获取。</translation>
    </message>
    <message>
        <source>{}: the vocabulary has neither the character &quot;{}&quot; nor the unknown token that the file names; use only characters that the model knows.</source>
        <translation>{}：词表中既没有字符“{}”，也没有文件所指定的未知词元；请只使用模型认识的字符。</translation>
    </message>
    <message>
        <source>{}: the vocabulary has neither the word &quot;{}&quot; nor a token for unknown words; use only words that the model knows.</source>
        <translation>{}：词表中既没有单词“{}”，也没有表示未知单词的词元；请只使用模型认识的单词。</translation>
    </message>
    <message>
        <source>{}: the vocabulary has no pieces for this text and no token for unknown ones; use only characters that the model knows.</source>
        <translation>{}：词表中没有这段文本的词元，也没有表示未知内容的词元；请只使用模型认识的字符。</translation>
    </message>
    <message>
        <source>{}: {}; fetch the file again from where the model came.</source>
        <translation>{}：{}；请从模型的来源重新获取该文件。</translation>
    </message>
    <message>
        <source>{}; choose another file</source>
        <translation>{}；请选择其他文件</translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not say what its rotations are multiplied with, which is known of Phi-3.5 MoE alone, of 131072 tokens made of 4096; get the model as safetensors.</source>
        <translation>“{}”没有说明它的旋转乘以什么；目前只知道由 4096 个词元扩展到 131072 个词元的 Phi-3.5 MoE 的数值。请改用 safetensors 格式的模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has biases of queries and keys, which llama.cpp&apos;s converter multiplies with numbers that no file of falcon-h1 says; get the model as safetensors.</source>
        <translation>“{}”的查询和键带有偏置，llama.cpp 的转换器会把它们乘以 falcon-h1 文件中没有写明的数值。请改用 safetensors 格式的模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no general.architecture that is a name; convert the model again.</source>
        <translation>“{}”的 general.architecture 不是一个名称；请重新转换该模型。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no output.weight, and no file of falcon-h1 says what its embedding was multiplied with; get the model as safetensors.</source>
        <translation>“{}”没有 output.weight，而 falcon-h1 的文件不会写明其嵌入乘以什么。请改用 safetensors 格式的模型。</translation>
    </message>
    <message>
        <source>The tensor &apos;{}&apos; in &apos;{}&apos; has scales of {} rows, which gates and ups do not fill together; get the model as bf16.</source>
        <translation>“{1}”中的张量“{0}”的缩放系数有 {2} 行，与 gate 和 up 合起来的行数不符；请改用 bf16 格式的模型。</translation>
    </message>
    <message>
        <source>There are no two maps yet; choose what to hold this map against.</source>
        <translation>还没有两张头图；请选择与这张头图对照的对象。</translation>
    </message>
    <message>
        <source>a list of 0 and 1</source>
        <translation>由 0 和 1 组成的列表</translation>
    </message>
    <message>
        <source>a number of tokens, 0 for all</source>
        <translation>词元数，0 表示全部</translation>
    </message>
    <message>
        <source>a power of two, for which the rates are known</source>
        <translation>已知其比率的 2 的幂</translation>
    </message>
    <message>
        <source>its table has a name of {} bytes</source>
        <translation>其表中有一个 {} 字节的名称</translation>
    </message>
    <message>
        <source>spells a piece that stands there already</source>
        <translation>拼出的片段已经存在</translation>
    </message>
    <message>
        <source>{}, half of a head</source>
        <translation>{}，即头维度的一半</translation>
    </message>
    <message>
        <source>another program is using it; close that one or choose another file</source>
        <translation>另一个程序正在使用它；请关闭该程序或选择其他文件</translation>
    </message>
    <message>
        <source>it cannot be opened; check that the folder exists and that you may read and write it</source>
        <translation>无法打开；请检查文件夹是否存在以及您是否有读写权限</translation>
    </message>
    <message>
        <source>it is damaged or not a run file; choose another one or delete it</source>
        <translation>它已损坏或不是运行记录文件；请选择其他文件或将其删除</translation>
    </message>
    <message>
        <source>it may not be written; check the permissions of the file and of its folder</source>
        <translation>无法写入；请检查文件及其文件夹的权限</translation>
    </message>
    <message>
        <source>the disk is full; make room and start the study again, it continues where it stopped</source>
        <translation>磁盘已满；请腾出空间后重新开始实验，它会从停止处继续</translation>
    </message>
    <message>
        <source>there is not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a device; use cpu, cpu-bf16, cuda or cuda:1.</source>
        <translation>“{}”不是可用的设备；请使用 cpu、cpu-bf16、cuda 或 cuda:1。</translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; was computed in {} on the device {}, and the model now open computes in {} on {}; open it on the device of the file, or choose another file.</source>
        <translation>运行文件“{0}”是以 {1} 在设备 {2} 上计算的，而当前打开的模型以 {3} 在 {4} 上计算；请在该文件所用的设备上打开模型，或选择其他文件。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; was changed or cut off since it was opened; open it again, or get it again.</source>
        <translation>“{}”在打开之后被更改或截断；请重新打开，或重新获取。</translation>
    </message>
    <message>
        <source>None of the {} shards of the run &apos;{}&apos; has begun; look again when the first one has.</source>
        <translation>{} 个分片都还没有开始（运行记录“{}”）；请在第一个开始后再看。</translation>
    </message>
    <message>
        <source>Shard {} of {} of the run &apos;{}&apos; is not whole: it has {} of {} samples, and its log is &apos;{}&apos;. Let it be run again; it goes on where it stopped.</source>
        <translation>第 {} 个分片（共 {} 个，属于运行记录“{}”）不完整：已有 {} 个样本，应有 {} 个，日志是“{}”。请再次运行它；它会从停下的地方继续。</translation>
    </message>
    <message>
        <source>The folder &apos;{}&apos; holds shards of a study that was cut into {} and into {}; remove those of one.</source>
        <translation>文件夹“{}”中的研究分片既有分成 {} 份的，也有分成 {} 份的；请删除其中一种。</translation>
    </message>
    <message>
        <source>The merged run could not be called &apos;{}&apos; ({}); it is in &apos;{}&apos;.</source>
        <translation>合并后的运行记录无法命名为“{}”（{}）；它在“{}”中。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; cannot be read ({}); check that it is still there.</source>
        <translation>无法读取“{}”（{}）；请检查它是否还在。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds a password, which ssh does not take; use a key or an agent, and write ssh://user@host.</source>
        <translation>“{}”带有密码，而 ssh 不接受这样的密码；请使用密钥或代理，并写成 ssh://user@host。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no address of a machine; write it as ssh://user@host:port.</source>
        <translation>“{}”不是计算机的地址；请写成 ssh://user@host:port。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no name of a file; choose another file.</source>
        <translation>“{}”不是文件名；请选择另一个文件。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no port of &apos;{}&apos;; ports go from 1 to {}.</source>
        <translation>“{}”不是“{}”的端口；端口从 1 到 {}。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is too large to be sent to the engine&apos;s machine; copy it there, and open it by its path.</source>
        <translation>“{}”太大，无法发送到引擎所在的计算机；请把它复制过去，再按路径打开。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; names no host that ssh could reach; a host has letters, digits, dots and dashes.</source>
        <translation>“{}”没有指明 ssh 能连接的主机；主机名由字母、数字、点和连字符组成。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; names no user that ssh could log in; a user has letters, digits, dots and dashes.</source>
        <translation>“{}”没有指明 ssh 能登录的用户；用户名由字母、数字、点和连字符组成。</translation>
    </message>
    <message>
        <source>The file &apos;{}&apos; could not be kept on the engine&apos;s machine in &apos;{}&apos;; make room there, or check its rights.</source>
        <translation>无法把文件“{}”保存到引擎所在计算机的“{}”中；请在那里腾出空间，或检查权限。</translation>
    </message>
    <message>
        <source>The path of needlescope-cli on &apos;{}&apos; has a line break in it; write it without.</source>
        <translation>“{}”上 needlescope-cli 的路径中有换行；请去掉换行。</translation>
    </message>
    <message>
        <source>The engine cannot start the process that gets models from the hub ({}); start it again.</source>
        <translation>引擎无法启动从 Hub 获取模型的进程（{}）；请重新启动引擎。</translation>
    </message>
    <message>
        <source>The engine is confined and may not write the run &apos;{}&apos;; keep it in a folder that the engine was told of when it started, or start the engine with --no-sandbox.</source>
        <translation>引擎处于受限状态，不能写入运行“{}”；请把它保存在引擎启动时获知的文件夹中，或者用 --no-sandbox 启动引擎。</translation>
    </message>
    <message>
        <source>The engine is confined in part: it has no network and starts no programs, but Landlock does not hold here, so that it may write wherever you may.</source>
        <translation>引擎部分受限：它不能联网，也不启动其他程序；但 Landlock 在此不起作用，因此凡是您能写入的地方它都能写入。</translation>
    </message>
    <message>
        <source>The engine is confined in part: it starts no programs and writes only in {}, but seccomp does not hold here, so that it may reach the network.</source>
        <translation>引擎部分受限：它不启动其他程序，只写入 {}；但 seccomp 在此不起作用，因此它可能访问网络。</translation>
    </message>
    <message>
        <source>The engine is confined: it has no network, starts no programs, and writes only in {}.</source>
        <translation>引擎处于受限状态：不能联网，不启动其他程序，只写入 {}。</translation>
    </message>
    <message>
        <source>The process that gets models from the hub has ended; restart the engine.</source>
        <translation>从 Hub 获取模型的进程已结束；请重新启动引擎。</translation>
    </message>
    <message>
        <source>The engine is not confined: this system&apos;s kernel offers neither Landlock nor seccomp.</source>
        <translation>引擎未受限制：此系统的内核既不提供 Landlock 也不提供 seccomp。</translation>
    </message>
    <message>
        <source>no folder</source>
        <translation>（无文件夹）</translation>
    </message>
    <message>
        <source>The folder &apos;{}&apos; was removed since the engine confined itself to it; restart the engine to write there.</source>
        <translation>自引擎限制自身只写入文件夹“{}”以来，该文件夹已被删除；请重新启动引擎，然后再写入。</translation>
    </message>
    <message>
        <source>&apos;{}&apos; keeps states, so that a step takes one token.</source>
        <translation>“{}”会保留状态，因此每一步只接受一个词元。</translation>
    </message>
    <message>
        <source>Steps of a model that keeps states cannot be taken back.</source>
        <translation>保留状态的模型无法撤回已走的步骤。</translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; is damaged: up to {} samples cannot be read and are left out; &apos;merge NEW {}&apos; of needlescope-cli keeps the others in a new run, which can be continued.</source>
        <translation>运行文件“{}”已损坏：最多有 {} 个样本无法读取，已略去；needlescope-cli 的“merge 新文件 {}”会把其余样本保存到一个新的运行中，该运行可以继续。</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>SVG (*.svg)</source>
        <translation>SVG 矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF 文档 (*.pdf)</translation>
    </message>
    <message>
        <source>PNG, 300 dpi (*.png)</source>
        <translation>PNG 图片，300 dpi (*.png)</translation>
    </message>
    <message>
        <source>Numbers as CSV (*.csv)</source>
        <translation>数据，CSV (*.csv)</translation>
    </message>
    <message>
        <source>Numbers as JSON (*.json)</source>
        <translation>数据，JSON (*.json)</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>已写入：%1</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>已复制：%1</translation>
    </message>
    <message>
        <source>Export: %1</source>
        <translation>导出：%1</translation>
    </message>
</context>
<context>
    <name>GridFigure</name>
    <message>
        <source>Length, tokens</source>
        <translation>长度，词元</translation>
    </message>
    <message>
        <source>Depth of the needle</source>
        <translation>针的深度</translation>
    </message>
    <message>
        <source>Mean recall of the answer; %1 samples a cell</source>
        <translation>答案的平均召回率；每格 %1 个样本</translation>
    </message>
    <message>
        <source>Needle grid</source>
        <translation>大海捞针网格</translation>
    </message>
</context>
<context>
    <name>HeadMapFigure</name>
    <message>
        <source>Loss without each head</source>
        <translation>去掉每个头的损失</translation>
    </message>
    <message>
        <source>Logit attribution</source>
        <translation>logit 归因</translation>
    </message>
    <message>
        <source>Gates</source>
        <translation>门控值</translation>
    </message>
    <message>
        <source>Locating heads</source>
        <translation>定位头</translation>
    </message>
    <message>
        <source>Retrieval heads</source>
        <translation>检索头</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 的%1</translation>
    </message>
    <message>
        <source>%1 (rule: %2)</source>
        <translation>%1（规则：%2）</translation>
    </message>
    <message>
        <source>%1, after %2 of %3 samples</source>
        <translation>%1，已测 %2/%3 个样本</translation>
    </message>
    <message>
        <source>grey: below %1</source>
        <translation>灰色：低于 %1</translation>
    </message>
    <message>
        <source>• active in every sample</source>
        <translation>• 在每个样本中都活跃</translation>
    </message>
    <message>
        <source>× %1</source>
        <translation>× %1</translation>
    </message>
    <message>
        <source>%1 samples counted</source>
        <translation>%1 个有效样本</translation>
    </message>
</context>
<context>
    <name>HeadMapPlot</name>
    <message>
        <source>Retrieval score</source>
        <translation>检索分数</translation>
    </message>
    <message>
        <source>Loss of log-probability</source>
        <translation>对数概率损失</translation>
    </message>
    <message>
        <source>Direct logit attribution</source>
        <translation>直接 logit 归因</translation>
    </message>
    <message>
        <source>Not measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>KV group</source>
        <translation>KV 组</translation>
    </message>
</context>
<context>
    <name>MapText</name>
    <message>
        <source>%1 score</source>
        <translation>%1规则的检索分数</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>来自 %1</translation>
    </message>
    <message>
        <source>from %1, which names no model</source>
        <translation>来自 %1，其中没有写明模型</translation>
    </message>
    <message>
        <source>from %1, model not checked</source>
        <translation>来自 %1，未核对模型</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 的%1</translation>
    </message>
    <message>
        <source>after %1 of %2 samples</source>
        <translation>已测 %1/%2 个样本</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>after %1 of %2 samples, in %3 shards</source>
        <translation>已完成 %1/%2 个样本，分为 %3 个分片</translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>Complete</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>Wrong extraction</source>
        <translation>错误抽取</translation>
    </message>
    <message>
        <source>Hallucination</source>
        <translation>幻觉</translation>
    </message>
    <message>
        <source>It says all of the answer span.</source>
        <translation>它说出了整个答案片段。</translation>
    </message>
    <message>
        <source>It says a part of the answer span.</source>
        <translation>它说出了答案片段的一部分。</translation>
    </message>
    <message>
        <source>The answer is copied from another place of the context.</source>
        <translation>答案是从上下文的其他位置复制的。</translation>
    </message>
    <message>
        <source>The answer is not in the context: it is invented.</source>
        <translation>答案不在上下文中：是编造的。</translation>
    </message>
</context>
<context>
    <name>OutcomesFigure</name>
    <message>
        <source>Left: classes of %1 answers (%2). Right: where the other retrieval heads look, mean over steps</source>
        <translation>左：%1 个答案的分类（%2）。右：其余检索头在看哪里，各步均值</translation>
    </message>
    <message>
        <source>Share of answers</source>
        <translation>答案比例</translation>
    </message>
    <message>
        <source>Share of attention</source>
        <translation>注意力比例</translation>
    </message>
    <message>
        <source>Answer span</source>
        <translation>答案片段</translation>
    </message>
    <message>
        <source>First token (sink)</source>
        <translation>首词元（汇）</translation>
    </message>
    <message>
        <source>Recent tokens</source>
        <translation>最近的词元</translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation>其他位置</translation>
    </message>
    <message>
        <source>How answers break</source>
        <translation>答案如何失败</translation>
    </message>
</context>
<context>
    <name>PairFigure</name>
    <message>
        <source>%1 beside %2</source>
        <translation>%1 与 %2 并排</translation>
    </message>
</context>
<context>
    <name>PairPlot</name>
    <message>
        <source>Pearson %1, Spearman %2</source>
        <translation>Pearson %1，Spearman %2</translation>
    </message>
    <message>
        <source>%1; %2 of the top %3 shared</source>
        <translation>%1；前 %3 个头中有 %2 个相同</translation>
    </message>
    <message>
        <source>%1, of each layer&apos;s highest value at the same relative depth</source>
        <translation>%1，取各层在相同相对深度处的最高值</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%2 的 %1：%3</translation>
    </message>
    <message>
        <source>%1: %2 %3, %4 %5, difference %6</source>
        <translation>%1：%2 %3，%4 %5，差值 %6</translation>
    </message>
    <message>
        <source>%1; among the top %2 of both</source>
        <translation>%1；同属两边的前 %2 个</translation>
    </message>
    <message>
        <source>A − B</source>
        <translation>A − B</translation>
    </message>
    <message>
        <source>B against A</source>
        <translation>B 对 A</translation>
    </message>
    <message>
        <source>Each layer&apos;s highest value against relative depth</source>
        <translation>各层最高值与相对深度</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>B more by %1</source>
        <translation>B 高出 %1</translation>
    </message>
    <message>
        <source>A more</source>
        <translation>A 更高</translation>
    </message>
    <message>
        <source>top %1 of both</source>
        <translation>同属两边的前 %1 个</translation>
    </message>
    <message>
        <source>of A</source>
        <translation>仅 A</translation>
    </message>
    <message>
        <source>of B</source>
        <translation>仅 B</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Study</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>正在打开 %1</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Reading the prompt</source>
        <translation>正在读取提示词</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>正在绘图</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写入</translation>
    </message>
    <message>
        <source>Fetching %1</source>
        <translation>正在获取 %1</translation>
    </message>
    <message>
        <source>Stop opening the model</source>
        <translation>停止打开模型</translation>
    </message>
    <message>
        <source>Stop reading and answering</source>
        <translation>停止读取与回答</translation>
    </message>
    <message>
        <source>Stop the study (%1)</source>
        <translation>停止实验（%1）</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message numerus="yes">
        <source>%n s left</source>
        <translation>
            <numerusform>还剩 %n 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 min %2 s left</source>
        <translation>还剩 %1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min left</source>
        <translation>还剩 %1 小时 %2 分</translation>
    </message>
    <message numerus="yes">
        <source>about %n s</source>
        <translation>
            <numerusform>约 %n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n min</source>
        <translation>
            <numerusform>约 %n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n h</source>
        <translation>
            <numerusform>约 %n 小时</numerusform>
        </translation>
    </message>
    <message>
        <source>1 sample</source>
        <translation>1 个样本</translation>
    </message>
    <message>
        <source>%1 samples</source>
        <translation>%1 个样本</translation>
    </message>
</context>
<context>
    <name>ProvenanceLines</name>
    <message>
        <source>model %1</source>
        <translation>模型 %1</translation>
    </message>
    <message>
        <source>%1 prompt</source>
        <translation>%1 提示格式</translation>
    </message>
    <message>
        <source>rule %1</source>
        <translation>规则 %1</translation>
    </message>
    <message>
        <source>needles %1</source>
        <translation>针 %1</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
</context>
<context>
    <name>QDockWidget</name>
    <message>
        <source>Float</source>
        <translation>浮动</translation>
    </message>
    <message>
        <source>Undocks and re-attaches the dock widget</source>
        <translation>使面板浮动或重新停靠</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Closes the dock widget</source>
        <translation>关闭面板</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>是(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>否(&amp;N)</translation>
    </message>
</context>
<context>
    <name>ReasonFigure</name>
    <message>
        <source>Answer only</source>
        <translation>直接回答</translation>
    </message>
    <message>
        <source>Chain of thought</source>
        <translation>思维链</translation>
    </message>
    <message>
        <source>K = %1; whiskers: 95 % interval, %2 questions</source>
        <translation>K = %1；误差线：95 % 置信区间，%2 个问题</translation>
    </message>
    <message>
        <source>Exact match</source>
        <translation>精确匹配率</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
</context>
<context>
    <name>Remote</name>
    <message>
        <source>The host of %1 is not known; check its name, or whether this computer is on the network.</source>
        <translation>找不到 %1 的主机；请检查名称，或这台计算机是否已联网。</translation>
    </message>
    <message>
        <source>%1 refuses connections; check that its ssh server runs, and the port.</source>
        <translation>%1 拒绝连接；请检查它的 ssh 服务是否在运行，以及端口是否正确。</translation>
    </message>
    <message>
        <source>%1 has another host key than the one that is known, so it may be another machine; ask who looks after it, and remove the old key with ssh-keygen -R.</source>
        <translation>%1 的主机密钥与已知的不同，它可能是另一台计算机；请询问管理员，并用 ssh-keygen -R 删除旧密钥。</translation>
    </message>
    <message>
        <source>The host key of %1 is not known here; connect once with ssh in a terminal and confirm it.</source>
        <translation>这里还不认识 %1 的主机密钥；请先在终端用 ssh 连接一次并确认。</translation>
    </message>
    <message>
        <source>%1 does not accept this user&apos;s keys; check that &quot;ssh %1&quot; logs in without asking for a password.</source>
        <translation>%1 不接受此用户的密钥；请检查“ssh %1”能否不输密码登录。</translation>
    </message>
    <message>
        <source>%1 does not answer; check that it is on and can be reached from here.</source>
        <translation>%1 没有应答；请检查它是否开机、能否从这里连上。</translation>
    </message>
    <message>
        <source>%1 It said: %2</source>
        <translation>%1 它说：%2</translation>
    </message>
    <message>
        <source>%1 could not be reached by ssh.</source>
        <translation>无法通过 ssh 连接 %1。</translation>
    </message>
    <message>
        <source>The line to %1 broke.</source>
        <translation>与 %1 的连接断开了。</translation>
    </message>
    <message>
        <source>needlescope-cli was not found on %1; install it there, or give its path in File, Remote engine.</source>
        <translation>在 %1 上找不到 needlescope-cli；请在那里安装，或在“文件”的“远程引擎”中给出它的路径。</translation>
    </message>
    <message>
        <source>needlescope-cli cannot be run on %1; check its path and its rights.</source>
        <translation>无法在 %1 上运行 needlescope-cli；请检查它的路径和权限。</translation>
    </message>
    <message>
        <source>The engine on %1 was ended by signal %2.</source>
        <translation>%1 上的引擎被信号 %2 终止。</translation>
    </message>
    <message>
        <source>The engine on %1 ended with exit code %2.</source>
        <translation>%1 上的引擎已结束，退出码为 %2。</translation>
    </message>
    <message>
        <source>There is no ssh on this computer; install it (openssh-client) to compute on another machine.</source>
        <translation>这台计算机上没有 ssh；要在另一台计算机上计算，请安装它（openssh-client）。</translation>
    </message>
</context>
<context>
    <name>ScoreDistributionFigure</name>
    <message>
        <source>%1: %2 % (%3)</source>
        <translation>%1：%2 %（%3）</translation>
    </message>
    <message>
        <source>Head, by rank</source>
        <translation>头，按排名</translation>
    </message>
    <message>
        <source>Retrieval score</source>
        <translation>检索分数</translation>
    </message>
    <message>
        <source>Activation frequency</source>
        <translation>激活频率</translation>
    </message>
    <message>
        <source>%1: %2 of %3 heads score at least %4</source>
        <translation>%1：%3 个头中有 %2 个分数不低于 %4</translation>
    </message>
    <message>
        <source>Retrieval scores</source>
        <translation>检索分数</translation>
    </message>
    <message>
        <source>Retrieval scores of %1</source>
        <translation>%1 的检索分数</translation>
    </message>
</context>
<context>
    <name>SettingFields</name>
    <message>
        <source>both ways</source>
        <translation>两种方式</translation>
    </message>
</context>
<context>
    <name>StudyFigures</name>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1, after %2 of %3 samples</source>
        <translation>%1，已测 %2/%3 个样本</translation>
    </message>
</context>
<context>
    <name>TimelineFigure</name>
    <message>
        <source>answer span</source>
        <translation>答案片段</translation>
    </message>
    <message>
        <source>recent tokens</source>
        <translation>最近的词元</translation>
    </message>
    <message>
        <source>sink</source>
        <translation>注意力汇</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation>其他位置</translation>
    </message>
    <message>
        <source>What the heads look at, token by token</source>
        <translation>各头逐词元在看哪里</translation>
    </message>
    <message>
        <source>What the heads look at, token by token: %1</source>
        <translation>各头逐词元在看哪里：%1</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>A desktop microscope for retrieval heads.</source>
        <translation>检索头的桌面显微镜。</translation>
    </message>
    <message>
        <source>Show the run or the map of heads in &lt;file&gt;, which is one of the engine&apos;s runs or a path.</source>
        <translation>显示 &lt;file&gt; 中的运行记录或头图，它是引擎的运行记录之一，或一个路径。</translation>
    </message>
    <message>
        <source>Start the engine with &lt;command&gt;, or on another machine, ssh://[user@]host[:port].</source>
        <translation>用 &lt;command&gt; 启动引擎，或在另一台计算机上启动：ssh://[user@]host[:port]。</translation>
    </message>
    <message>
        <source>A model&apos;s directory, a GGUF file, the name of a model, a run, a score file, a text, a saved session, or another machine with or without a model, ssh://[user@]host[:port][/MODEL] (default: the start page).</source>
        <translation>模型目录、GGUF 文件、模型名称、运行记录、分数文件、文本、保存的会话，或另一台计算机（可带模型）ssh://[user@]host[:port][/MODEL]（默认：起始页）。</translation>
    </message>
</context>
<context>
    <name>needlescope::Actions</name>
    <message>
        <source>&amp;Open model…</source>
        <translation>打开模型(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Get a model…</source>
        <translation>获取模型(&amp;G)…</translation>
    </message>
    <message>
        <source>Fetch a model from the Hugging Face hub and open it</source>
        <translation>从 Hugging Face 模型库获取模型并打开</translation>
    </message>
    <message>
        <source>Ctrl+G</source>
        <translation>Ctrl+G</translation>
    </message>
    <message>
        <source>Open &amp;run or map…</source>
        <translation>打开运行记录或头图(&amp;R)…</translation>
    </message>
    <message>
        <source>Show a run, or any file with a score for each head</source>
        <translation>显示一个运行记录，或任何为每个头给出分数的文件</translation>
    </message>
    <message>
        <source>Ctrl+Shift+O</source>
        <translation>Ctrl+Shift+O</translation>
    </message>
    <message>
        <source>Export &amp;head map…</source>
        <translation>导出头图(&amp;H)…</translation>
    </message>
    <message>
        <source>Write the head map as SVG, PDF, PNG, CSV or JSON</source>
        <translation>将头图写为 SVG、PDF、PNG、CSV 或 JSON</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>Export &amp;answers…</source>
        <translation>导出答案(&amp;A)…</translation>
    </message>
    <message>
        <source>Write the comparison of the answers as SVG, PDF, PNG, CSV or JSON</source>
        <translation>将答案对比写为 SVG、PDF、PNG、CSV 或 JSON</translation>
    </message>
    <message>
        <source>Ctrl+Shift+E</source>
        <translation>Ctrl+Shift+E</translation>
    </message>
    <message>
        <source>Export &amp;timeline…</source>
        <translation>导出时间线(&amp;T)…</translation>
    </message>
    <message>
        <source>Write what the heads look at, token by token, as SVG, PDF, PNG, CSV or JSON</source>
        <translation>将各头逐词元所看的内容写为 SVG、PDF、PNG、CSV 或 JSON</translation>
    </message>
    <message>
        <source>Ctrl+Alt+T</source>
        <translation>Ctrl+Alt+T</translation>
    </message>
    <message>
        <source>Export &amp;study…</source>
        <translation>导出实验(&amp;S)…</translation>
    </message>
    <message>
        <source>Write the study&apos;s figure as SVG, PDF, PNG, CSV or JSON</source>
        <translation>将实验的图写为 SVG、PDF、PNG、CSV 或 JSON</translation>
    </message>
    <message>
        <source>Ctrl+Alt+E</source>
        <translation>Ctrl+Alt+E</translation>
    </message>
    <message>
        <source>&amp;Head map</source>
        <translation>头图(&amp;H)</translation>
    </message>
    <message>
        <source>Copy the head map&apos;s figure, to be pasted as a picture of 300 dpi or as SVG</source>
        <translation>复制头图，可粘贴为 300 dpi 图片或 SVG</translation>
    </message>
    <message>
        <source>Ctrl+Shift+C</source>
        <translation>Ctrl+Shift+C</translation>
    </message>
    <message>
        <source>&amp;Answers</source>
        <translation>答案(&amp;A)</translation>
    </message>
    <message>
        <source>Copy the figure that compares the answers</source>
        <translation>复制答案对比图</translation>
    </message>
    <message>
        <source>Ctrl+Alt+C</source>
        <translation>Ctrl+Alt+C</translation>
    </message>
    <message>
        <source>&amp;Study</source>
        <translation>实验(&amp;S)</translation>
    </message>
    <message>
        <source>Copy the study&apos;s figure</source>
        <translation>复制实验的图</translation>
    </message>
    <message>
        <source>Ctrl+Alt+Shift+C</source>
        <translation>Ctrl+Alt+Shift+C</translation>
    </message>
    <message>
        <source>Open sess&amp;ion…</source>
        <translation>打开会话(&amp;I)…</translation>
    </message>
    <message>
        <source>Open model, prompt, masks and panels as they were saved</source>
        <translation>打开所保存的模型、提示词、屏蔽方案和面板</translation>
    </message>
    <message>
        <source>Ctrl+Alt+O</source>
        <translation>Ctrl+Alt+O</translation>
    </message>
    <message>
        <source>&amp;Save session…</source>
        <translation>保存会话(&amp;S)…</translation>
    </message>
    <message>
        <source>Keep model, prompt, masks and panels in one small file</source>
        <translation>把模型、提示词、屏蔽方案和面板保存在一个小文件中</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>首选项(&amp;P)…</translation>
    </message>
    <message>
        <source>Ctrl+,</source>
        <translation>Ctrl+,</translation>
    </message>
    <message>
        <source>Start &amp;page</source>
        <translation>起始页(&amp;P)</translation>
    </message>
    <message>
        <source>Demo models, and what was open lately</source>
        <translation>演示模型，以及最近打开的内容</translation>
    </message>
    <message>
        <source>F2</source>
        <translation>F2</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>&amp;Copy text</source>
        <translation>复制文本(&amp;C)</translation>
    </message>
    <message>
        <source>Copy what is selected in the text that the model reads</source>
        <translation>复制模型所读文本中选中的部分</translation>
    </message>
    <message>
        <source>Select &amp;all text</source>
        <translation>全选文本(&amp;A)</translation>
    </message>
    <message>
        <source>Select all of the text that the model reads</source>
        <translation>选中模型所读的全部文本</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>查找(&amp;F)…</translation>
    </message>
    <message>
        <source>Find words in the text that the model reads</source>
        <translation>在模型所读的文本中查找</translation>
    </message>
    <message>
        <source>Find &amp;next</source>
        <translation>查找下一个(&amp;N)</translation>
    </message>
    <message>
        <source>Go to the next place where the words stand</source>
        <translation>转到下一处</translation>
    </message>
    <message>
        <source>F3</source>
        <translation>F3</translation>
    </message>
    <message>
        <source>Find &amp;previous</source>
        <translation>查找上一个(&amp;P)</translation>
    </message>
    <message>
        <source>Go to the place before where the words stand</source>
        <translation>转到上一处</translation>
    </message>
    <message>
        <source>Shift+F3</source>
        <translation>Shift+F3</translation>
    </message>
    <message>
        <source>&amp;Ask</source>
        <translation>提问(&amp;A)</translation>
    </message>
    <message>
        <source>Put the prompt together and let the model answer</source>
        <translation>组成提示词，让模型回答</translation>
    </message>
    <message>
        <source>Ctrl+Return</source>
        <translation>Ctrl+Return</translation>
    </message>
    <message>
        <source>&amp;Back to the example</source>
        <translation>回到示例(&amp;B)</translation>
    </message>
    <message>
        <source>Needle, question and answer span that the program starts with</source>
        <translation>程序启动时的针、问题和答案片段</translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation>Ctrl+B</translation>
    </message>
    <message>
        <source>Open &amp;text…</source>
        <translation>打开文本(&amp;T)…</translation>
    </message>
    <message>
        <source>Hide the needle in a text of your own</source>
        <translation>把针藏在自己的文本中</translation>
    </message>
    <message>
        <source>Ctrl+Shift+T</source>
        <translation>Ctrl+Shift+T</translation>
    </message>
    <message>
        <source>&amp;Frame…</source>
        <translation>提示格式(&amp;F)…</translation>
    </message>
    <message>
        <source>The text around context and question</source>
        <translation>上下文与问题周围的文本</translation>
    </message>
    <message>
        <source>Ctrl+Shift+F</source>
        <translation>Ctrl+Shift+F</translation>
    </message>
    <message>
        <source>&amp;Baseline</source>
        <translation>基线(&amp;B)</translation>
    </message>
    <message>
        <source>Look at tokens and attention of the baseline while heads are masked, and back</source>
        <translation>在屏蔽头时查看基线的词元和注意力，再按返回</translation>
    </message>
    <message>
        <source>F7</source>
        <translation>F7</translation>
    </message>
    <message>
        <source>&amp;Next token</source>
        <translation>下一个词元(&amp;N)</translation>
    </message>
    <message>
        <source>Look at what the heads see as the next token is written</source>
        <translation>查看写下一个词元时各头在看什么</translation>
    </message>
    <message>
        <source>Alt+Right</source>
        <translation>Alt+Right</translation>
    </message>
    <message>
        <source>&amp;Previous token</source>
        <translation>上一个词元(&amp;P)</translation>
    </message>
    <message>
        <source>Look at what the heads see as the token before is written</source>
        <translation>查看写上一个词元时各头在看什么</translation>
    </message>
    <message>
        <source>Alt+Left</source>
        <translation>Alt+Left</translation>
    </message>
    <message>
        <source>Mask &amp;top</source>
        <translation>屏蔽前 K 个(&amp;T)</translation>
    </message>
    <message>
        <source>Mask the heads with the highest retrieval scores, and no others</source>
        <translation>只屏蔽检索分数最高的头</translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation>Ctrl+T</translation>
    </message>
    <message>
        <source>Mask &amp;random</source>
        <translation>随机屏蔽(&amp;R)</translation>
    </message>
    <message>
        <source>The control: in place of what is masked now, as many heads drawn at random from those that score less than 0.1; a new draw each time</source>
        <translation>对照：取代现有屏蔽，从分数低于 0.1 的头中随机抽取同样多的头；每次重新抽取</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>Mask &amp;selected</source>
        <translation>屏蔽所选(&amp;S)</translation>
    </message>
    <message>
        <source>Mask the selected heads, or unmask them where all are masked</source>
        <translation>屏蔽所选的头；若都已屏蔽则取消屏蔽</translation>
    </message>
    <message>
        <source>Ctrl+M</source>
        <translation>Ctrl+M</translation>
    </message>
    <message>
        <source>Mask KV &amp;groups of selected</source>
        <translation>屏蔽所选的 KV 组(&amp;G)</translation>
    </message>
    <message>
        <source>Mask all heads that share a key/value head with a selected one, or unmask them where all are masked</source>
        <translation>屏蔽与所选头共用键值头的所有头；若都已屏蔽则取消屏蔽</translation>
    </message>
    <message>
        <source>Ctrl+Shift+M</source>
        <translation>Ctrl+Shift+M</translation>
    </message>
    <message>
        <source>&amp;Clear</source>
        <translation>清除(&amp;C)</translation>
    </message>
    <message>
        <source>Mask no head</source>
        <translation>不屏蔽任何头</translation>
    </message>
    <message>
        <source>Ctrl+0</source>
        <translation>Ctrl+0</translation>
    </message>
    <message>
        <source>&amp;Click masks</source>
        <translation>点击即屏蔽(&amp;C)</translation>
    </message>
    <message>
        <source>For demonstrations: a click on a head masks it instead of selecting it</source>
        <translation>用于演示：点击头时屏蔽它，而不是选中它</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Ctrl+K</translation>
    </message>
    <message>
        <source>&amp;Studies</source>
        <translation>实验(&amp;S)</translation>
    </message>
    <message>
        <source>Studies and their runs in place of context and answers</source>
        <translation>用实验及其运行记录取代上下文和答案</translation>
    </message>
    <message>
        <source>F6</source>
        <translation>F6</translation>
    </message>
    <message>
        <source>&amp;Detect…</source>
        <translation>检测(&amp;D)…</translation>
    </message>
    <message>
        <source>Find the retrieval heads of this model; a dialog says first what that takes</source>
        <translation>找出该模型的检索头；对话框会先说明所需的时间</translation>
    </message>
    <message>
        <source>F5</source>
        <translation>F5</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Stop what is being worked on; what a study measured is kept</source>
        <translation>停止正在进行的工作；实验已测的结果会保留</translation>
    </message>
    <message>
        <source>Shift+F5</source>
        <translation>Shift+F5</translation>
    </message>
    <message>
        <source>Restart &amp;engine</source>
        <translation>重启引擎(&amp;E)</translation>
    </message>
    <message>
        <source>Start the engine again, with this model and this prompt</source>
        <translation>用当前的模型和提示词重新启动引擎</translation>
    </message>
    <message>
        <source>Ctrl+F5</source>
        <translation>Ctrl+F5</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Show fewer heads, larger; Ctrl and the wheel do so at the pointer. The key is of the map</source>
        <translation>显示更少更大的头；Ctrl 加滚轮在指针处缩放。此键属于头图</translation>
    </message>
    <message>
        <source>+</source>
        <translation>+</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Show more heads; the key is of the map</source>
        <translation>显示更多的头；此键属于头图</translation>
    </message>
    <message>
        <source>-</source>
        <translation>-</translation>
    </message>
    <message>
        <source>&amp;Whole map</source>
        <translation>整张头图(&amp;W)</translation>
    </message>
    <message>
        <source>Show all heads; the key is of the map</source>
        <translation>显示所有的头；此键属于头图</translation>
    </message>
    <message>
        <source>0</source>
        <translation>0</translation>
    </message>
    <message>
        <source>&amp;Means of layers and heads</source>
        <translation>层与头的均值(&amp;M)</translation>
    </message>
    <message>
        <source>Bars along the edges of the map; the key is of the map</source>
        <translation>头图边缘的条形；此键属于头图</translation>
    </message>
    <message>
        <source>M</source>
        <translation>M</translation>
    </message>
    <message>
        <source>&amp;KV groups</source>
        <translation>KV 组(&amp;K)</translation>
    </message>
    <message>
        <source>One cell of the map for all heads that share keys and values, coloured as the best of them; the key is of the map</source>
        <translation>共用键值的头在图上合为一格，颜色取其中最好的头；此键属于头图</translation>
    </message>
    <message>
        <source>G</source>
        <translation>G</translation>
    </message>
    <message>
        <source>&amp;Put back</source>
        <translation>放回原处(&amp;P)</translation>
    </message>
    <message>
        <source>Show all panels where they were at first</source>
        <translation>显示所有面板，放回最初的位置</translation>
    </message>
    <message>
        <source>Ctrl+Alt+P</source>
        <translation>Ctrl+Alt+P</translation>
    </message>
    <message>
        <source>&amp;Presentation</source>
        <translation>演示(&amp;P)</translation>
    </message>
    <message>
        <source>Question, map, answers and verdict in large type on the whole screen</source>
        <translation>在全屏上以大字显示问题、头图、答案和判定</translation>
    </message>
    <message>
        <source>F11</source>
        <translation>F11</translation>
    </message>
    <message>
        <source>&amp;Leave the presentation</source>
        <translation>结束演示(&amp;L)</translation>
    </message>
    <message>
        <source>Back to the window as it was</source>
        <translation>回到原来的窗口</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>1 &amp;Ask</source>
        <translation>1 提问(&amp;A)</translation>
    </message>
    <message>
        <source>In a presentation: the question, and the answer of the model as it is</source>
        <translation>演示中：问题，以及模型原本的答案</translation>
    </message>
    <message>
        <source>1</source>
        <translation>1</translation>
    </message>
    <message>
        <source>2 &amp;Mask</source>
        <translation>2 屏蔽(&amp;M)</translation>
    </message>
    <message>
        <source>In a presentation: the map; where nothing is masked yet, the heads of Mask top are masked</source>
        <translation>演示中：头图；若还没有屏蔽，就屏蔽“屏蔽前 K 个”的头</translation>
    </message>
    <message>
        <source>2</source>
        <translation>2</translation>
    </message>
    <message>
        <source>3 &amp;Read</source>
        <translation>3 解读(&amp;R)</translation>
    </message>
    <message>
        <source>In a presentation: both answers, and what became of the first</source>
        <translation>演示中：两个答案，以及第一个变成了什么</translation>
    </message>
    <message>
        <source>3</source>
        <translation>3</translation>
    </message>
    <message>
        <source>&amp;Next step</source>
        <translation>下一步(&amp;N)</translation>
    </message>
    <message>
        <source>In a presentation: on to masking, and to reading</source>
        <translation>演示中：前进到屏蔽，再到解读</translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation>PgDown</translation>
    </message>
    <message>
        <source>Step &amp;back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>In a presentation: back to masking, and to asking</source>
        <translation>演示中：退回到屏蔽，再到提问</translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation>PgUp</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>What a retrieval head is, how to read each panel, and every key</source>
        <translation>什么是检索头，如何看懂各个面板，以及所有按键</translation>
    </message>
    <message>
        <source>&amp;About Needlescope</source>
        <translation>关于 Needlescope(&amp;A)</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>版本与许可证</translation>
    </message>
    <message>
        <source>=</source>
        <translation>=</translation>
    </message>
    <message>
        <source>&amp;What is this?</source>
        <translation>这是什么(&amp;W)？</translation>
    </message>
    <message>
        <source>?</source>
        <translation>？</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>&amp;Uniform attention</source>
        <translation>均匀注意(&amp;U)</translation>
    </message>
    <message>
        <source>The head attends evenly, as in the paper&apos;s code</source>
        <translation>该头均匀地注意各处，与论文代码相同</translation>
    </message>
    <message>
        <source>&amp;Zero output</source>
        <translation>输出置零(&amp;Z)</translation>
    </message>
    <message>
        <source>The head&apos;s output is zero</source>
        <translation>该头的输出为零</translation>
    </message>
    <message>
        <source>&amp;Mean output</source>
        <translation>输出取均值(&amp;M)</translation>
    </message>
    <message>
        <source>The head&apos;s output is its mean over the prompt</source>
        <translation>该头的输出为其在提示词上的均值</translation>
    </message>
    <message>
        <source>While &amp;decoding</source>
        <translation>仅解码时(&amp;D)</translation>
    </message>
    <message>
        <source>The prompt is read without a mask, as in the paper&apos;s code</source>
        <translation>读取提示词时不屏蔽，与论文代码相同</translation>
    </message>
    <message>
        <source>&amp;Everywhere</source>
        <translation>全程(&amp;E)</translation>
    </message>
    <message>
        <source>The prompt is read under the mask too</source>
        <translation>读取提示词时也屏蔽</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>撤销%1(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>重做%1(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Language, font, theme, device and folders</source>
        <translation>语言、字体、主题、设备和文件夹</translation>
    </message>
    <message>
        <source>Export &amp;comparison…</source>
        <translation>导出对比(&amp;C)…</translation>
    </message>
    <message>
        <source>Write both maps and their difference as SVG, PDF, PNG, CSV or JSON</source>
        <translation>把两张头图及其差值写成 SVG、PDF、PNG、CSV 或 JSON</translation>
    </message>
    <message>
        <source>Ctrl+Alt+B</source>
        <translation>Ctrl+Alt+B</translation>
    </message>
    <message>
        <source>&amp;Comparison</source>
        <translation>对比(&amp;C)</translation>
    </message>
    <message>
        <source>Copy the figure of both maps</source>
        <translation>复制两张头图的图片</translation>
    </message>
    <message>
        <source>Ctrl+Alt+Shift+B</source>
        <translation>Ctrl+Alt+Shift+B</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>对比(&amp;C)</translation>
    </message>
    <message>
        <source>Two maps and two models beside each other, in place of context and answers</source>
        <translation>并排显示两张头图和两个模型，取代上下文与回答</translation>
    </message>
    <message>
        <source>F8</source>
        <translation>F8</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Open a model: a GGUF file, or the config.json of a folder with safetensors and tokenizer</source>
        <translation>打开模型：GGUF 文件，或含 safetensors 与分词器的文件夹中的 config.json</translation>
    </message>
    <message>
        <source>Remote &amp;engine…</source>
        <translation>远程引擎(&amp;E)…</translation>
    </message>
    <message>
        <source>Compute on another machine, through ssh: its models, runs and devices</source>
        <translation>通过 ssh 在另一台计算机上计算：使用它的模型、运行记录和设备</translation>
    </message>
    <message>
        <source>Ctrl+Alt+R</source>
        <translation>Ctrl+Alt+R</translation>
    </message>
    <message>
        <source>Engine of &amp;this machine</source>
        <translation>本机引擎(&amp;T)</translation>
    </message>
    <message>
        <source>Compute on this machine again</source>
        <translation>重新在本机上计算</translation>
    </message>
    <message>
        <source>Ctrl+Alt+L</source>
        <translation>Ctrl+Alt+L</translation>
    </message>
</context>
<context>
    <name>needlescope::ActivityIndicator</name>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1：%2/%3</translation>
    </message>
</context>
<context>
    <name>needlescope::AnswerPane</name>
    <message>
        <source>Answering...</source>
        <translation>正在回答…</translation>
    </message>
    <message>
        <source>recall %1 %</source>
        <translation>召回率 %1 %</translation>
    </message>
    <message>
        <source>Share of the expected answer&apos;s words that the answer has (ROUGE-1 recall)</source>
        <translation>期望答案中的词有多少出现在答案里（ROUGE-1 召回率）</translation>
    </message>
    <message>
        <source>The model said nothing.</source>
        <translation>模型什么也没说。</translation>
    </message>
</context>
<context>
    <name>needlescope::AnswerView</name>
    <message>
        <source>Answers</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Not of the prompt above yet: press Ask.</source>
        <translation>还不是上面提示词的答案：请按“提问”。</translation>
    </message>
    <message>
        <source>dotted: lost under the mask · underlined: new</source>
        <translation>虚线：屏蔽后丢失 · 下划线：新出现</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Save the comparison as SVG, PDF or PNG</source>
        <translation>将对比保存为 SVG、PDF 或 PNG</translation>
    </message>
    <message>
        <source>Expected: %1</source>
        <translation>期望答案：%1</translation>
    </message>
    <message>
        <source>No answer yet.</source>
        <translation>还没有答案。</translation>
    </message>
    <message>
        <source>Mask a head on the map (right-click or Space) and compare.</source>
        <translation>在头图上屏蔽一个头（右键或空格键），再作对比。</translation>
    </message>
    <message>
        <source>⚠ Sink alarm: the retrieval heads that are left spend %1 % of their attention on the first token.</source>
        <translation>⚠ 注意力汇警报：其余检索头把 %1 % 的注意力放在首词元上。</translation>
    </message>
    <message>
        <source>In a hallucination the remaining retrieval heads look at the attention sink (figure 9 of the paper).</source>
        <translation>出现幻觉时，其余检索头在看注意力汇（论文图 9）。</translation>
    </message>
</context>
<context>
    <name>needlescope::ComparePanel</name>
    <message>
        <source>&amp;Map B:</source>
        <translation>头图 B(&amp;M)：</translation>
    </message>
    <message>
        <source>The map that this window&apos;s map is held against: of a run, or of a file</source>
        <translation>与本窗口的头图对照的头图：来自运行记录或文件</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>A run or any file with a score for each head</source>
        <translation>运行记录，或任何含有每个头分数的文件</translation>
    </message>
    <message>
        <source>Mo&amp;del B:</source>
        <translation>模型 B(&amp;D)：</translation>
    </message>
    <message>
        <source>A second model that is asked the same; its best map shows, too</source>
        <translation>第二个模型，向它提同样的问题；同时显示它最好的头图</translation>
    </message>
    <message>
        <source>T&amp;op:</source>
        <translation>前(&amp;O)：</translation>
    </message>
    <message>
        <source>How many of the best heads of each are compared and masked</source>
        <translation>两边各比较并屏蔽多少个最好的头</translation>
    </message>
    <message>
        <source>Mask them in both</source>
        <translation>两边都屏蔽</translation>
    </message>
    <message>
        <source>Each model answers without its own best heads</source>
        <translation>每个模型在没有自己最好的头的情况下回答</translation>
    </message>
    <message>
        <source>Stop model B</source>
        <translation>停止模型 B</translation>
    </message>
    <message>
        <source>Heads of both maps</source>
        <translation>两张头图的头</translation>
    </message>
    <message>
        <source>Choose a run…</source>
        <translation>选择运行记录…</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 of %2 samples, %3</source>
        <translation>%2 个样本中的 %1 个，%3</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>The open model has no map yet; detect its heads first.</source>
        <translation>打开的模型还没有头图；请先检测它的头。</translation>
    </message>
    <message>
        <source>&lt;b&gt;A&lt;/b&gt;: no model is open</source>
        <translation>&lt;b&gt;A&lt;/b&gt;：没有打开模型</translation>
    </message>
    <message>
        <source>&lt;b&gt;A&lt;/b&gt;: %1</source>
        <translation>&lt;b&gt;A&lt;/b&gt;：%1</translation>
    </message>
    <message>
        <source>&lt;b&gt;B&lt;/b&gt;: choose a second model to ask it the same</source>
        <translation>&lt;b&gt;B&lt;/b&gt;：选择第二个模型，向它提同样的问题</translation>
    </message>
    <message>
        <source>&lt;b&gt;B&lt;/b&gt;: %1</source>
        <translation>&lt;b&gt;B&lt;/b&gt;：%1</translation>
    </message>
    <message>
        <source>Choose above what to hold this map against: in Map B a run or a file, or in Model B another model, which is asked the same.</source>
        <translation>请在上方选择与这张头图对照的对象：在“头图 B”中选择运行记录或文件，或在“模型 B”中选择另一个模型，向它提同样的问题。</translation>
    </message>
</context>
<context>
    <name>needlescope::ContextView</name>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>The whole prompt, shaded by the attention of the selected heads; N goes to the needle.</source>
        <translation>整个提示词，按所选头的注意力着色；按 N 转到针。</translation>
    </message>
    <message>
        <source>No prompt yet.</source>
        <translation>还没有提示词。</translation>
    </message>
    <message>
        <source>“%1”, position %2</source>
        <translation>“%1”，位置 %2</translation>
    </message>
    <message>
        <source>Attention %1 %</source>
        <translation>注意力 %1 %</translation>
    </message>
    <message>
        <source>Attention sink</source>
        <translation>注意力汇</translation>
    </message>
    <message>
        <source>In the needle&apos;s answer span</source>
        <translation>在针的答案片段中</translation>
    </message>
    <message>
        <source>In the needle</source>
        <translation>在针中</translation>
    </message>
</context>
<context>
    <name>needlescope::DetectDialog</name>
    <message>
        <source>%1 needles × %2 lengths (%3 tokens) × %4 depths (%5 %)</source>
        <translation>%1 根针 × %2 种长度（%3 个词元）× %4 个深度（%5 %）</translation>
    </message>
    <message>
        <source>How long it takes is known once the model has answered its first prompt.</source>
        <translation>模型回答第一个提示词之后，才知道需要多久。</translation>
    </message>
    <message>
        <source>At the speed of this model all of them take %1; it ends earlier, as soon as more samples would not change which heads are found.</source>
        <translation>按此模型的速度，全部需要%1；一旦更多样本不会改变所找到的头，就会提前结束。</translation>
    </message>
    <message>
        <source>At the speed of this model they take %1.</source>
        <translation>按此模型的速度需要%1。</translation>
    </message>
    <message>
        <source>Detect retrieval heads</source>
        <translation>检测检索头</translation>
    </message>
    <message>
        <source>Each sample hides one needle in a text and asks for it. While the model copies the answer, the heads that look at the very words being copied score; the mean over the samples that succeed is a head&apos;s score. The map fills in as it goes, and what was measured is kept when you stop.</source>
        <translation>每个样本把一根针藏在文本里，再向模型询问。模型复制答案时，正好看着被复制的词的头得分；成功样本的平均值就是头的分数。头图边测边填，停止时已测的结果会保留。</translation>
    </message>
    <message>
        <source>&amp;Kept in</source>
        <translation>保存于(&amp;K)</translation>
    </message>
    <message>
        <source>Keep the run in</source>
        <translation>把运行记录保存于</translation>
    </message>
    <message>
        <source>Runs (*.needle)</source>
        <translation>运行记录 (*.needle)</translation>
    </message>
    <message>
        <source> %1 of them are in this run already; it goes on from there.</source>
        <translation> 其中 %1 个已在该运行记录中，将从那里继续。</translation>
    </message>
    <message>
        <source>%1: %2.%3
%4</source>
        <translation>%1：%2。%3
%4</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>继续(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
</context>
<context>
    <name>needlescope::EngineClient</name>
    <message>
        <source>The engine was restarted.</source>
        <translation>引擎已重新启动。</translation>
    </message>
    <message>
        <source>The engine is not running.</source>
        <translation>引擎没有在运行。</translation>
    </message>
    <message>
        <source>The engine was ended by signal %1.</source>
        <translation>引擎被信号 %1 终止。</translation>
    </message>
    <message>
        <source>The engine ended with exit code %1.</source>
        <translation>引擎以退出码 %1 结束。</translation>
    </message>
    <message>
        <source>%1 It said: %2</source>
        <translation>%1 它说：%2</translation>
    </message>
    <message>
        <source>The engine &apos;%1&apos; could not be started (%2). Install needlescope-cli beside the window&apos;s program or name it with --engine.</source>
        <translation>无法启动引擎“%1”（%2）。请把 needlescope-cli 安装在窗口程序旁边，或用 --engine 指定它。</translation>
    </message>
    <message>
        <source>Another engine was chosen.</source>
        <translation>已选择另一个引擎。</translation>
    </message>
    <message>
        <source>The shell on %1 writes and writes before it starts the engine; silence its start-up files where nobody is logged in.</source>
        <translation>%1 上的 shell 在启动引擎之前不停地输出；请让它的启动文件在无人登录时保持安静。</translation>
    </message>
</context>
<context>
    <name>needlescope::FetchDialog</name>
    <message>
        <source>Get a model</source>
        <translation>获取模型</translation>
    </message>
    <message>
        <source>org/name, org/name/file.gguf, or its address</source>
        <translation>org/name、org/name/file.gguf，或其网址</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>On this disk</source>
        <translation>在本机磁盘上</translation>
    </message>
    <message>
        <source>A model on the Hugging Face hub. Configuration, tokenizer and safetensors or GGUF are fetched, nothing else.</source>
        <translation>Hugging Face 模型库中的模型。只获取配置、分词器以及 safetensors 或 GGUF，不获取其他文件。</translation>
    </message>
    <message>
        <source>&amp;Look up</source>
        <translation>查询(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Get</source>
        <translation>获取(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>Asking the hub…</source>
        <translation>正在询问模型库…</translation>
    </message>
    <message>
        <source>%1 to get of %2, into %3; %4 are free there.</source>
        <translation>共 %2，需获取 %1，存入 %3；那里还有 %4 可用。</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1：%2/%3</translation>
    </message>
    <message>
        <source>Name on the hub</source>
        <translation>hub 上的名称</translation>
    </message>
    <message>
        <source>Files of the model</source>
        <translation>模型的文件</translation>
    </message>
</context>
<context>
    <name>needlescope::FigureView</name>
    <message>
        <source>Figure</source>
        <translation>图</translation>
    </message>
</context>
<context>
    <name>needlescope::FindBar</name>
    <message>
        <source>Find in the text</source>
        <translation>在文本中查找</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 处，共 %2 处</translation>
    </message>
</context>
<context>
    <name>needlescope::FrameDialog</name>
    <message>
        <source>The tokenizer puts its &amp;special tokens around (BOS)</source>
        <translation>由分词器在首尾加上特殊词元（BOS）(&amp;S)</translation>
    </message>
    <message>
        <source>Prompt frame</source>
        <translation>提示格式</translation>
    </message>
    <message>
        <source>Prompt of base models</source>
        <translation>基础模型的提示格式</translation>
    </message>
    <message>
        <source>The model&apos;s chat template (%1)</source>
        <translation>模型的对话模板（%1）</translation>
    </message>
    <message>
        <source>Own frame</source>
        <translation>自己的提示格式</translation>
    </message>
    <message>
        <source>{context} is the book with the needle, {question} the question.</source>
        <translation>{context} 是藏有针的书，{question} 是问题。</translation>
    </message>
</context>
<context>
    <name>needlescope::HeadMapView</name>
    <message>
        <source>Head map</source>
        <translation>头图</translation>
    </message>
    <message>
        <source>Retrieval score of every attention head, layers by heads. Arrow keys move, Space masks the head, Shift+Space its key/value group, Enter selects it; plus and minus zoom.</source>
        <translation>每个注意力头的检索分数，按层和头排列。方向键移动，空格键屏蔽该头，Shift+空格屏蔽其 KV 组，回车选中；加号和减号缩放。</translation>
    </message>
    <message>
        <source>No scores yet.</source>
        <translation>还没有分数。</translation>
    </message>
    <message>
        <source>Layer %1, key/value group %2</source>
        <translation>第 %1 层，KV 组 %2</translation>
    </message>
    <message>
        <source>%1 of %2 masked</source>
        <translation>已屏蔽 %1/%2</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Retrieval score</source>
        <translation>检索分数</translation>
    </message>
    <message>
        <source>Layer %1, head %2</source>
        <translation>第 %1 层，头 %2</translation>
    </message>
    <message>
        <source>Not measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>95 % interval %1 to %2</source>
        <translation>95 % 置信区间 %1 至 %2</translation>
    </message>
    <message>
        <source>Active in %1 of %2</source>
        <translation>在 %2中的 %1 活跃</translation>
    </message>
    <message numerus="yes">
        <source>Key/value group %1 (Shift+Space masks its %n heads)</source>
        <translation>
            <numerusform>KV 组 %1（Shift+空格屏蔽其中 %n 个头）</numerusform>
        </translation>
    </message>
    <message>
        <source>Masked</source>
        <translation>已屏蔽</translation>
    </message>
    <message>
        <source>%1
Not measured yet</source>
        <translation>%1
尚未测量</translation>
    </message>
    <message>
        <source>%1, %2 heads
Mean %3, sum %4
Best %5 with %6</source>
        <translation>%1，%2 个头
均值 %3，总和 %4
最好的是 %5，为 %6</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>Key/value group %1 of all layers</source>
        <translation>所有层的 KV 组 %1</translation>
    </message>
    <message>
        <source>Head %1 of all layers</source>
        <translation>所有层的头 %1</translation>
    </message>
</context>
<context>
    <name>needlescope::HeadTable</name>
    <message>
        <source>Heads by retrieval score</source>
        <translation>按检索分数排列的头</translation>
    </message>
</context>
<context>
    <name>needlescope::HeadTableModel</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>× %1</source>
        <translation>× %1</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>活跃</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>屏蔽方式</translation>
    </message>
    <message>
        <source>Layer and head</source>
        <translation>层与头</translation>
    </message>
    <message>
        <source>Mean retrieval score</source>
        <translation>平均检索分数</translation>
    </message>
    <message>
        <source>Mean over the samples</source>
        <translation>各样本的均值</translation>
    </message>
    <message>
        <source>Activation frequency: share of the samples with a copied token</source>
        <translation>激活频率：该头复制了词元的样本所占的比例</translation>
    </message>
    <message>
        <source>Space masks a head; right-click says what else can be done</source>
        <translation>空格键屏蔽一个头；右键查看还能做什么</translation>
    </message>
</context>
<context>
    <name>needlescope::HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>The help page &apos;%1&apos; cannot be read (%2); install the program&apos;s resources again.</source>
        <translation>无法读取帮助页“%1”（%2）；请重新安装程序的资源。</translation>
    </message>
</context>
<context>
    <name>needlescope::MainWindow</name>
    <message>
        <source>Restart engine</source>
        <translation>重启引擎</translation>
    </message>
    <message>
        <source>The engine is not running.</source>
        <translation>引擎没有在运行。</translation>
    </message>
    <message>
        <source>No prompt yet.</source>
        <translation>还没有提示词。</translation>
    </message>
    <message>
        <source>The engine reads the prompt…</source>
        <translation>引擎正在读取提示词…</translation>
    </message>
    <message>
        <source>Open a run or a map of heads</source>
        <translation>打开运行记录或头图</translation>
    </message>
    <message>
        <source>Runs and maps (*.needle *.json *.tsv *.yaml *.yml *.csv);;All files (*)</source>
        <translation>运行记录和头图 (*.needle *.json *.tsv *.yaml *.yml *.csv);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Path on the engine&apos;s machine:</source>
        <translation>引擎所在机器上的路径：</translation>
    </message>
    <message>
        <source>Open a text to hide the needle in</source>
        <translation>打开用来藏针的文本</translation>
    </message>
    <message>
        <source>Texts (*.txt);;All files (*)</source>
        <translation>文本 (*.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>About Needlescope</source>
        <translation>关于 Needlescope</translation>
    </message>
    <message>
        <source>&lt;b&gt;Needlescope %1&lt;/b&gt;&lt;p&gt;A desktop microscope for retrieval heads.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;b&gt;Needlescope %1&lt;/b&gt;&lt;p&gt;检索头的桌面显微镜。&lt;/p&gt;&lt;p&gt;自由软件，遵循 GNU 通用公共许可证第 3 版或更新版本。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;b&gt;The prompt.&lt;/b&gt; The needle is a sentence that is hidden in the text, at this depth. The model reads all of it and then the question; the answer span is the part of the needle that answers it. Examples fill all three fields. Enter or Ask puts the prompt together and lets the model answer.</source>
        <translation>&lt;b&gt;提示词。&lt;/b&gt;针是以此深度藏在文本中的一句话。模型先读完全文，再读问题；答案片段是针里回答问题的那部分。示例会填好三个栏位。回车或“提问”组成提示词，让模型回答。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Whose map this is&lt;/b&gt;, how heads were scored and over how many samples, and from which score on a head counts as a retrieval head. Detect measures the open model.</source>
        <translation>&lt;b&gt;这是谁的头图&lt;/b&gt;，头如何评分、评了多少个样本，以及从哪个分数起算作检索头。“检测”测量打开的模型。</translation>
    </message>
    <message>
        <source>&lt;b&gt;The map of heads.&lt;/b&gt; Every cell is one attention head: layers from top to bottom, heads from left to right, lines between KV groups. The darker, the more often the head looked at the word that was being copied. A dot: active in every sample. A cross: masked. Bars along the edges are means. Click to see what a head looks at, Space to mask it, right-click for more; Ctrl and the wheel zoom.</source>
        <translation>&lt;b&gt;头图。&lt;/b&gt;每格是一个注意力头：层自上而下，头自左向右，KV 组之间有分隔线。颜色越深，该头越常看着正被复制的词。圆点：在每个样本中都活跃。叉号：已屏蔽。边缘的条形是均值。单击查看一个头在看什么，空格键屏蔽它，右键有更多选项；Ctrl 加滚轮缩放。</translation>
    </message>
    <message>
        <source>&lt;b&gt;The best heads&lt;/b&gt; by their score. Active is the share of samples in which the head copied at least one token. Arrow keys select, Space masks, Tab leaves.</source>
        <translation>&lt;b&gt;最好的头&lt;/b&gt;，按分数排列。“活跃”是该头至少复制了一个词元的样本比例。方向键选择，空格键屏蔽，Tab 键离开。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Why nothing counted.&lt;/b&gt; A head is scored only in samples that the model answers. Here is what it answered instead, with the share of the answer&apos;s words in it; the tip of a row says what to change.</source>
        <translation>&lt;b&gt;为什么没有样本有效。&lt;/b&gt;只有模型答对的样本才给头评分。这里列出它的实际回答，以及其中包含的期望答案中的词的比例；每行的提示说明可以改什么。</translation>
    </message>
    <message>
        <source>&lt;b&gt;What the model reads.&lt;/b&gt; The darker a word, the more the selected heads look at it while the chosen token of the answer is written; white is what even attention would give, too. The arcs go to the few words that they look at most. The needle is underlined, its answer span twice. The strip at the edge is the whole prompt.</source>
        <translation>&lt;b&gt;模型读的文本。&lt;/b&gt;词的颜色越深，写答案的当前词元时所选的头越注意它；均匀的注意力显示为白色。弧线指向它们最注意的几个词。针有下划线，其答案片段有双下划线。边上的长条是整个提示词。</translation>
    </message>
    <message>
        <source>&lt;b&gt;The answers&lt;/b&gt;: of the model as it is, and with the masked heads switched off. Words that are lost are dotted, new ones underlined. Recall is the share of the answer span&apos;s words that it says. The verdict says whether it is complete, incomplete, taken from the wrong place, or invented.</source>
        <translation>&lt;b&gt;答案&lt;/b&gt;：模型原本的答案，以及关闭被屏蔽的头之后的答案。丢失的词用虚线，新出现的词用下划线。召回率是答案片段的词中被说出的比例。判定说明答案是完整、不完整、取自错误的位置，还是编造的。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Token by token.&lt;/b&gt; Each column is a token of the answer, each row a head: how much of its attention goes to the answer span, to recent tokens, to the first token, which is a sink, and elsewhere. A click goes there; F7 flips between baseline and mask.</source>
        <translation>&lt;b&gt;逐个词元。&lt;/b&gt;每列是答案的一个词元，每行是一个头：它的注意力有多少落在答案片段、最近的词元、首词元（注意力汇）和其他位置。单击转到该处；F7 在基线与屏蔽之间切换。</translation>
    </message>
    <message>
        <source>&lt;b&gt;A study&lt;/b&gt; asks many needles or questions, with no head masked, the best masked, or random ones masked, and says what that does. The estimate below is from the model&apos;s own speed.</source>
        <translation>&lt;b&gt;实验&lt;/b&gt;提出许多针或问题，分别在不屏蔽、屏蔽最好的头和屏蔽随机的头时进行，并说明结果。下方的估计按模型自身的速度得出。</translation>
    </message>
    <message>
        <source>&lt;b&gt;What the study says&lt;/b&gt;, as the figure that is exported, and in numbers.</source>
        <translation>&lt;b&gt;实验的结果&lt;/b&gt;，以导出时的图和数据显示。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Runs&lt;/b&gt; that the engine keeps. Opening one shows it again; the same study of the same model continues it.</source>
        <translation>引擎保存的&lt;b&gt;运行记录&lt;/b&gt;。打开可再次显示；同一模型的同一实验会继续它。</translation>
    </message>
    <message>
        <source>&lt;b&gt;What is being worked on&lt;/b&gt;, how far it is, and the button that stops it.</source>
        <translation>&lt;b&gt;正在做什么&lt;/b&gt;，做到哪里，以及停止它的按钮。</translation>
    </message>
    <message>
        <source>&lt;b&gt;What is masked now&lt;/b&gt;, how, and when.</source>
        <translation>&lt;b&gt;现在屏蔽了什么&lt;/b&gt;，如何屏蔽，何时屏蔽。</translation>
    </message>
    <message>
        <source>&lt;b&gt;K&lt;/b&gt;: how many heads are masked, the best ones or as many random ones.</source>
        <translation>&lt;b&gt;K&lt;/b&gt;：屏蔽多少个头，最好的，或同样多的随机头。</translation>
    </message>
    <message>
        <source>&lt;b&gt;The model&lt;/b&gt;: those that are shipped, your own, and those of other programs on this computer.</source>
        <translation>&lt;b&gt;模型&lt;/b&gt;：随程序附带的、你自己的，以及本机其他程序的模型。</translation>
    </message>
    <message>
        <source>Sessions (*.nscope)</source>
        <translation>会话 (*.nscope)</translation>
    </message>
    <message>
        <source>The needle will be hidden in this text; open a model to ask it.</source>
        <translation>针将藏在这段文本中；请打开一个模型来提问。</translation>
    </message>
    <message>
        <source>Open a session</source>
        <translation>打开会话</translation>
    </message>
    <message>
        <source>Save the session</source>
        <translation>保存会话</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>已写入：%1</translation>
    </message>
    <message>
        <source>Needlescope ended unexpectedly last time; its session is kept.</source>
        <translation>Needlescope 上次意外结束；其会话已保留。</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>Which heads copy from the text is not known yet. Click any head to see what it looks at and press Space to mask it, or let the program find the retrieval heads.</source>
        <translation>还不知道哪些头从文本中复制。单击任何头可查看它在看什么，按空格键屏蔽它；也可以让程序找出检索头。</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Copy figure</source>
        <translation>复制图(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>Steps of the presentation</source>
        <translation>演示的步骤</translation>
    </message>
    <message>
        <source>&amp;Prompt</source>
        <translation>提示词(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation>屏蔽(&amp;M)</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>作用范围</translation>
    </message>
    <message>
        <source>&amp;Studies</source>
        <translation>实验(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>How many heads</source>
        <translation>多少个头</translation>
    </message>
    <message>
        <source>What masking does to a head, and when</source>
        <translation>屏蔽对头做什么，在何时</translation>
    </message>
    <message>
        <source>Show or hide this panel</source>
        <translation>显示或隐藏此面板</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Alt+1</source>
        <translation>Alt+1</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Alt+2</source>
        <translation>Alt+2</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Alt+3</source>
        <translation>Alt+3</translation>
    </message>
    <message>
        <source>%1 of %2 heads %3</source>
        <translation>%3 %1/%2 个头</translation>
    </message>
    <message>
        <source>%1 at random</source>
        <translation>%1（随机）</translation>
    </message>
    <message>
        <source>enough</source>
        <translation>已足够</translation>
    </message>
    <message>
        <source>partial, because it was stopped</source>
        <translation>不全，因为中途停止</translation>
    </message>
    <message>
        <source>The engine is starting…</source>
        <translation>引擎正在启动…</translation>
    </message>
    <message>
        <source>No model is open yet.</source>
        <translation>还没有打开模型。</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>模型：%1</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>The model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Needlescope</source>
        <translation>Needlescope</translation>
    </message>
    <message>
        <source>%1, %2 layers x %3 heads, %4 parameters, %5 on %6</source>
        <translation>%1，%2 层 × %3 个头，%4 个参数，%5，在 %6 上</translation>
    </message>
    <message>
        <source>%1 - Needlescope</source>
        <translation>%1 - Needlescope</translation>
    </message>
    <message>
        <source>Chat: %1</source>
        <translation>对话：%1</translation>
    </message>
    <message>
        <source>Base prompt</source>
        <translation>基础提示</translation>
    </message>
    <message>
        <source>Own frame</source>
        <translation>自己的提示格式</translation>
    </message>
    <message>
        <source>
%1, %2 layers x %3 heads</source>
        <translation>
%1，%2 层 × %3 个头</translation>
    </message>
    <message>
        <source>
%1 on disk</source>
        <translation>
占磁盘 %1</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>随程序附带</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>你自己的</translation>
    </message>
    <message>
        <source>Hugging Face cache</source>
        <translation>Hugging Face 缓存</translation>
    </message>
    <message>
        <source>LM Studio</source>
        <translation>LM Studio</translation>
    </message>
    <message>
        <source>Ollama</source>
        <translation>Ollama</translation>
    </message>
    <message>
        <source>%1 (without safetensors)</source>
        <translation>%1（没有 safetensors）</translation>
    </message>
    <message>
        <source>%1 (without config.json)</source>
        <translation>%1（没有 config.json）</translation>
    </message>
    <message>
        <source>%1 (cannot be read)</source>
        <translation>%1（无法读取）</translation>
    </message>
    <message>
        <source>%1 (unknown family: %2)</source>
        <translation>%1（未知系列：%2）</translation>
    </message>
    <message>
        <source>The retrieval heads of %1 are not known yet</source>
        <translation>还不知道 %1 的检索头</translation>
    </message>
    <message>
        <source>No head map</source>
        <translation>没有头图</translation>
    </message>
    <message>
        <source>none counted</source>
        <translation>无有效样本</translation>
    </message>
    <message>
        <source>This model has a chat template; choose it as the frame of the prompt.</source>
        <translation>该模型有对话模板；请将它选为提示格式。</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1: drawn at random, none of them a retrieval head (seed %2)</source>
        <translation>%1：随机抽取，其中没有检索头（种子 %2）</translation>
    </message>
    <message>
        <source>&amp;Unmask</source>
        <translation>取消屏蔽(&amp;U)</translation>
    </message>
    <message>
        <source>Mask or unmask its KV &amp;group</source>
        <translation>屏蔽或取消屏蔽其 KV 组(&amp;G)</translation>
    </message>
    <message>
        <source>Mask &amp;only this</source>
        <translation>只屏蔽这个头(&amp;O)</translation>
    </message>
    <message>
        <source>Show what it &amp;looks at</source>
        <translation>显示它在看什么(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Copy its name</source>
        <translation>复制其名称(&amp;C)</translation>
    </message>
    <message>
        <source>Go to the &amp;needle</source>
        <translation>转到针(&amp;N)</translation>
    </message>
    <message>
        <source>No model is open.</source>
        <translation>没有打开模型。</translation>
    </message>
    <message>
        <source>Chinese, for models that know it</source>
        <translation>中文（用于懂中文的模型）</translation>
    </message>
    <message>
        <source>&lt;b&gt;Two maps beside each other&lt;/b&gt; in one scale, their difference, and each head as a point: what it scores in A and in B. A is the map of this window, B one of a run, of a file, or of a second model, which is asked the same prompt. Click a head to select it; the table lists all of them.</source>
        <translation>&lt;b&gt;两张并排的头图&lt;/b&gt;，使用同一色标；旁边是它们的差值，以及每个头作为一个点：它在 A 和 B 中的分数。A 是本窗口的头图，B 来自运行记录、文件，或第二个模型（向它提同样的提示词）。点击一个头即可选中它；表格列出所有的头。</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>打开模型</translation>
    </message>
    <message>
        <source>Path or name on the engine&apos;s machine:</source>
        <translation>引擎所在计算机上的路径或名称：</translation>
    </message>
    <message>
        <source>Open a model: its GGUF file, or the config.json of its folder</source>
        <translation>打开模型：其 GGUF 文件，或其文件夹中的 config.json</translation>
    </message>
    <message>
        <source>Models (*.gguf config.json *.safetensors);;All files (*)</source>
        <translation>模型 (*.gguf config.json *.safetensors);;所有文件 (*)</translation>
    </message>
    <message>
        <source>No model is open yet; open one to ask it.</source>
        <translation>尚未打开模型；请打开一个再提问。</translation>
    </message>
    <message>
        <source>Connect again</source>
        <translation>重新连接</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>正在连接 %1…</translation>
    </message>
    <message>
        <source>Engine on %1</source>
        <translation>引擎在 %1 上</translation>
    </message>
    <message>
        <source>No line to %1</source>
        <translation>与 %1 没有连接</translation>
    </message>
    <message numerus="yes">
        <source>%1 It is tried again in %n s; nothing is lost.</source>
        <translation>
            <numerusform>%1 %n 秒后重试；什么都没有丢失。</numerusform>
        </translation>
    </message>
    <message>
        <source>Connect now</source>
        <translation>立即连接</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is on this machine, and the engine is on %2; copy it there and open it by its path, or go back to the engine of this machine (File).</source>
        <translation>“%1”在本机上，而引擎在 %2 上；请把它复制过去并按路径打开，或（在“文件”中）回到本机引擎。</translation>
    </message>
    <message>
        <source>This session is of an engine on %1, where you have not been yet.</source>
        <translation>这个会话属于 %1 上的引擎，而您还没有连接过它。</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>%1 on %2 - Needlescope</source>
        <translation>%2 上的 %1 - Needlescope</translation>
    </message>
</context>
<context>
    <name>needlescope::MapHeader</name>
    <message>
        <source>No head map</source>
        <translation>没有头图</translation>
    </message>
    <message>
        <source>≥ </source>
        <translation>≥ </translation>
    </message>
    <message>
        <source>From this score on a head counts as a retrieval head</source>
        <translation>从此分数起，头算作检索头</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1. Not of the open model.</source>
        <translation>%1。不属于打开的模型。</translation>
    </message>
</context>
<context>
    <name>needlescope::MaskHistory</name>
    <message>
        <source>masking %1</source>
        <translation>屏蔽 %1</translation>
    </message>
    <message>
        <source>unmasking %1</source>
        <translation>取消屏蔽 %1</translation>
    </message>
    <message>
        <source>masking only %1</source>
        <translation>只屏蔽 %1</translation>
    </message>
    <message>
        <source>masking KV group %1 to %2</source>
        <translation>屏蔽 KV 组 %1 至 %2</translation>
    </message>
    <message>
        <source>unmasking KV group %1 to %2</source>
        <translation>取消屏蔽 KV 组 %1 至 %2</translation>
    </message>
    <message>
        <source>masking the selected heads</source>
        <translation>屏蔽所选的头</translation>
    </message>
    <message>
        <source>unmasking the selected heads</source>
        <translation>取消屏蔽所选的头</translation>
    </message>
    <message>
        <source>masking the top %1</source>
        <translation>屏蔽前 %1 个头</translation>
    </message>
    <message>
        <source>masking %1 random heads (seed %2)</source>
        <translation>屏蔽 %1 个随机头（种子 %2）</translation>
    </message>
    <message>
        <source>clearing the mask</source>
        <translation>清除屏蔽</translation>
    </message>
    <message>
        <source>changing how heads are masked</source>
        <translation>更改屏蔽方式</translation>
    </message>
    <message>
        <source>changing where heads are masked</source>
        <translation>更改屏蔽的作用范围</translation>
    </message>
</context>
<context>
    <name>needlescope::MessageBar</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>关闭这条消息</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>needlescope::PairTableModel</name>
    <message>
        <source>Head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>A − B</source>
        <translation>A − B</translation>
    </message>
    <message>
        <source>Layer and head</source>
        <translation>层与头</translation>
    </message>
    <message>
        <source>Positive: more in A</source>
        <translation>正值：A 更高</translation>
    </message>
</context>
<context>
    <name>needlescope::PairView</name>
    <message>
        <source>Two maps beside each other</source>
        <translation>两张并排的头图</translation>
    </message>
</context>
<context>
    <name>needlescope::PreferencesDialog</name>
    <message>
        <source>&amp;English in exported figures</source>
        <translation>导出的图使用英文(&amp;E)</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>as the desktop</source>
        <translation>与桌面相同</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 磅</translation>
    </message>
    <message>
        <source>light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>what is there: a graphics card, else the processor</source>
        <translation>自动：有显卡用显卡，否则用处理器</translation>
    </message>
    <message>
        <source>processor (cpu)</source>
        <translation>处理器（cpu）</translation>
    </message>
    <message>
        <source>graphics card (cuda)</source>
        <translation>显卡（cuda）</translation>
    </message>
    <message>
        <source>~/.local/share/needlescope/runs</source>
        <translation>~/.local/share/needlescope/runs</translation>
    </message>
    <message>
        <source>~/.cache/huggingface</source>
        <translation>~/.cache/huggingface</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Font size</source>
        <translation>字号(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Models run on</source>
        <translation>模型运行于(&amp;M)</translation>
    </message>
    <message>
        <source>Folder of &amp;runs</source>
        <translation>运行记录文件夹(&amp;R)</translation>
    </message>
    <message>
        <source>Folder of the &amp;Hugging Face cache</source>
        <translation>Hugging Face 缓存文件夹(&amp;H)</translation>
    </message>
    <message>
        <source>The device is of models opened from now on; the folders are of engines started from now on.</source>
        <translation>设备用于今后打开的模型；文件夹用于今后启动的引擎。</translation>
    </message>
    <message>
        <source>processor, rounded to bf16: faster, three digits (cpu-bf16)</source>
        <translation>处理器，舍入为 bf16：更快，三位有效数字（cpu-bf16）</translation>
    </message>
    <message>
        <source>&amp;Models on %1 run on</source>
        <translation>%1 上的模型运行于(&amp;M)</translation>
    </message>
</context>
<context>
    <name>needlescope::PresentationView</name>
    <message>
        <source>Presentation</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Hidden in the text: %1</source>
        <translation>藏在文本中：%1</translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source> → </source>
        <translation> → </translation>
    </message>
</context>
<context>
    <name>needlescope::PromptBar</name>
    <message>
        <source>A sentence to hide in the text</source>
        <translation>藏在文本中的一句话</translation>
    </message>
    <message>
        <source>A question that only this sentence answers</source>
        <translation>只有这句话能回答的问题</translation>
    </message>
    <message>
        <source>The part of the needle that answers the question. Leave it empty to take it from the needle.</source>
        <translation>针里回答问题的那部分。留空则从针中取出。</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Needles with their question and answer span; the first is the one that the program starts with</source>
        <translation>针及其问题和答案片段；第一个是程序启动时的示例</translation>
    </message>
    <message>
        <source>The text that the needle is hidden in</source>
        <translation>用来藏针的文本</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Where the needle is: 0 % at the beginning, 100 % just before the question</source>
        <translation>针的位置：0 % 在开头，100 % 紧挨着问题</translation>
    </message>
    <message>
        <source> tokens</source>
        <translation> 个词元</translation>
    </message>
    <message>
        <source>Length of the whole prompt</source>
        <translation>整个提示词的长度</translation>
    </message>
    <message>
        <source>The text around the book and the question: the prompt of base models, the model&apos;s chat template, or your own</source>
        <translation>书与问题周围的文本：基础模型的提示格式、模型的对话模板，或自己的格式</translation>
    </message>
    <message>
        <source>Put the prompt together and let the model answer</source>
        <translation>组成提示词，让模型回答</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>&amp;Examples</source>
        <translation>示例(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Ask</source>
        <translation>提问(&amp;A)</translation>
    </message>
    <message>
        <source>Open file...</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>&amp;Needle</source>
        <translation>针(&amp;N)</translation>
    </message>
    <message>
        <source>Ans&amp;wer span</source>
        <translation>答案片段(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Question</source>
        <translation>问题(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation>文本(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Depth</source>
        <translation>深度(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Back to: %1</source>
        <translation>回到：%1(&amp;B)</translation>
    </message>
    <message>
        <source>Write the needle: one sentence that holds the answer.</source>
        <translation>请写出针：含有答案的一句话。</translation>
    </message>
    <message>
        <source>Write the question that the needle answers.</source>
        <translation>请写出由这根针回答的问题。</translation>
    </message>
    <message>
        <source>The needle says nothing that the question does not; write its answer span.</source>
        <translation>针里没有问题之外的内容；请写出它的答案片段。</translation>
    </message>
    <message>
        <source>The answer span is not in the needle: its words have to stand there. &lt;a href=&apos;%1&apos;&gt;Take it from the needle&lt;/a&gt;</source>
        <translation>答案片段不在针里：它的词必须出现在针中。&lt;a href=&apos;%1&apos;&gt;从针中取出&lt;/a&gt;</translation>
    </message>
    <message>
        <source>Taken from the needle</source>
        <translation>取自针</translation>
    </message>
    <message>
        <source>Needle</source>
        <translation>针</translation>
    </message>
</context>
<context>
    <name>needlescope::RemoteDialog</name>
    <message>
        <source>Remote engine</source>
        <translation>远程引擎</translation>
    </message>
    <message>
        <source>user@host:port, or a name from ~/.ssh/config</source>
        <translation>user@host:port，或 ~/.ssh/config 中的名称</translation>
    </message>
    <message>
        <source>needlescope-cli, found by itself</source>
        <translation>needlescope-cli，自动查找</translation>
    </message>
    <message>
        <source>The engine runs on that machine, with its models, its runs and its devices; the window stays here. This computer&apos;s ssh connects, with its keys, agent and configuration. Needlescope has to be installed there.</source>
        <translation>引擎在那台计算机上运行，使用那里的模型、运行记录和设备；窗口留在这里。连接由这台计算机的 ssh 建立，使用它的密钥、代理和配置。那台计算机上必须装有 Needlescope。</translation>
    </message>
    <message>
        <source>&amp;Machine</source>
        <translation>计算机(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Program there</source>
        <translation>那里的程序(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>连接(&amp;C)</translation>
    </message>
</context>
<context>
    <name>needlescope::RunList</name>
    <message>
        <source>Open run</source>
        <translation>打开运行记录</translation>
    </message>
    <message>
        <source>Open file...</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>A run or any file with a score for each head</source>
        <translation>一个运行记录，或任何为每个头给出分数的文件</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行记录</translation>
    </message>
</context>
<context>
    <name>needlescope::RunTableModel</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
</context>
<context>
    <name>needlescope::SampleNotes</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 tokens, depth %2 %</source>
        <translation>%1 个词元，深度 %2 %</translation>
    </message>
    <message>
        <source>It ends its answer at once: try another frame.</source>
        <translation>它立刻结束了答案：请换一种提示格式。</translation>
    </message>
    <message>
        <source>Some answers have a part: let it answer longer, or take shorter answer spans.</source>
        <translation>有些答案说出了一部分：请让它回答得更长，或使用更短的答案片段。</translation>
    </message>
    <message>
        <source>Shorter lengths are easier.</source>
        <translation>长度越短越容易。</translation>
    </message>
    <message>
        <source>Samples that did not count</source>
        <translation>无效的样本</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>提问方式</translation>
    </message>
    <message>
        <source>The model answered</source>
        <translation>模型的回答</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>It said nothing. Try another frame: the model&apos;s chat template, or the prompt of base models.</source>
        <translation>它什么也没说。请换一种提示格式：模型的对话模板，或基础模型的提示格式。</translation>
    </message>
    <message>
        <source>It has %1 of the answer&apos;s words, and more than %2 count. Let it answer longer, or shorten the answer span.</source>
        <translation>它说出了期望答案中的词的 %1，超过 %2 才有效。请让它回答得更长，或缩短答案片段。</translation>
    </message>
    <message>
        <source>It has none of the answer&apos;s words. Try a shorter prompt, or another frame.</source>
        <translation>它没有说出任何期望答案中的词。请尝试更短的提示词，或换一种提示格式。</translation>
    </message>
    <message>
        <source>None of %1 samples counted: no answer has more than %2 of the words that it should have. %3</source>
        <translation>%1 个样本都无效：没有答案说出超过 %2 的期望答案中的词。%3</translation>
    </message>
    <message>
        <source>Needle: %1
Question: %2
It should say: %3
It said: %4
%5</source>
        <translation>针：%1
问题：%2
期望答案：%3
它说：%4
%5</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>(nothing)</source>
        <translation>（无）</translation>
    </message>
</context>
<context>
    <name>needlescope::Session</name>
    <message>
        <source>&apos;%1&apos; is no longer the model that the session was saved with, so its masks, its selection and its map are left out.</source>
        <translation>“%1”已不是保存会话时的模型，因此略去其屏蔽方案、选择和头图。</translation>
    </message>
    <message>
        <source>The head map from &apos;%1&apos; does not say which model it is of. It stays because its size fits %2.</source>
        <translation>来自“%1”的头图没有写明属于哪个模型。它的大小与 %2 相符，因此保留。</translation>
    </message>
    <message>
        <source>Layer %1 keeps a state instead of attending: it has no heads to look at or to mask.</source>
        <translation>第 %1 层保存状态而不做注意力：它没有可查看或屏蔽的头。</translation>
    </message>
    <message>
        <source>This head map is not one of %1, so its heads cannot be selected or masked here; open the model that it is of.</source>
        <translation>这张头图不属于 %1，因此不能在此选择或屏蔽它的头；请打开它所属的模型。</translation>
    </message>
    <message>
        <source>The engine is not running.</source>
        <translation>引擎没有在运行。</translation>
    </message>
    <message>
        <source>A study is running; stop it to look at a run.</source>
        <translation>有一项实验正在运行；要查看运行记录，请先停止它。</translation>
    </message>
    <message>
        <source>The engine is started anew, so that it may write in &apos;%1&apos;.</source>
        <translation>引擎重新启动，以便可以写入“%1”。</translation>
    </message>
</context>
<context>
    <name>needlescope::StartPage</name>
    <message>
        <source>%1 × %2 heads</source>
        <translation>%1 × %2 个头</translation>
    </message>
    <message>
        <source>Try it: models that come with the program</source>
        <translation>试一试：随程序附带的模型</translation>
    </message>
    <message>
        <source>Go on: models, runs and sessions of before</source>
        <translation>继续：以前的模型、运行记录和会话</translation>
    </message>
    <message>
        <source>Your models on the engine&apos;s computer</source>
        <translation>引擎所在计算机上你的模型</translation>
    </message>
    <message>
        <source>Find the few attention heads that copy facts out of a text, see what they look at, switch them off, and watch the answer become an invention.</source>
        <translation>找出从文本中复制事实的少数注意力头，看它们在看什么，关闭它们，看着答案变成编造。</translation>
    </message>
    <message>
        <source>Or drop a model&apos;s folder, a GGUF file, a run, a score file, a session or a text anywhere on this window.</source>
        <translation>也可以把模型文件夹、GGUF 文件、运行记录、分数文件、会话或文本拖到窗口的任何位置。</translation>
    </message>
    <message>
        <source>None found. GGUF files and Hugging Face folders in ~/.local/share/needlescope/models stand here, and what other programs have fetched.</source>
        <translation>没有找到。~/.local/share/needlescope/models 中的 GGUF 文件和 Hugging Face 文件夹，以及其他程序获取的模型，会列在这里。</translation>
    </message>
    <message>
        <source>Session: %1</source>
        <translation>会话：%1</translation>
    </message>
    <message>
        <source>Run: %1</source>
        <translation>运行记录：%1</translation>
    </message>
    <message>
        <source>Nothing yet: what you open stands here the next time.</source>
        <translation>还没有：你打开的内容下次会列在这里。</translation>
    </message>
</context>
<context>
    <name>needlescope::StepBar</name>
    <message>
        <source>answer span</source>
        <translation>答案片段</translation>
    </message>
    <message>
        <source>recent</source>
        <translation>近处</translation>
    </message>
    <message>
        <source>sink</source>
        <translation>注意力汇</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation>其他位置</translation>
    </message>
    <message>
        <source>Steps of the answer</source>
        <translation>答案的各步</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>heads: </source>
        <translation>头数：</translation>
    </message>
    <message>
        <source>How many heads: the selected ones, then those with the highest scores</source>
        <translation>显示多少个头：先是所选的头，再是分数最高的头</translation>
    </message>
    <message>
        <source>Heads of the timeline</source>
        <translation>时间线上的头</translation>
    </message>
    <message>
        <source>selected, then by score</source>
        <translation>先所选，再按分数</translation>
    </message>
    <message>
        <source>by attention on the answer span</source>
        <translation>按答案片段上的注意力</translation>
    </message>
    <message>
        <source>by attention on recent tokens</source>
        <translation>按最近词元上的注意力</translation>
    </message>
    <message>
        <source>by attention on the sink</source>
        <translation>按注意力汇上的注意力</translation>
    </message>
    <message>
        <source>by attention elsewhere</source>
        <translation>按其他位置上的注意力</translation>
    </message>
    <message>
        <source>by layer</source>
        <translation>按层</translation>
    </message>
    <message>
        <source>In which order: attention is the mean over the answer&apos;s tokens, the highest first</source>
        <translation>按什么顺序：注意力取答案各词元的均值，从高到低</translation>
    </message>
    <message>
        <source>Order of the heads</source>
        <translation>头的顺序</translation>
    </message>
    <message>
        <source>No answer yet</source>
        <translation>还没有答案</translation>
    </message>
    <message>
        <source>Token %1 of %2 under the mask</source>
        <translation>屏蔽下的词元 %1/%2</translation>
    </message>
    <message>
        <source>Token %1 of %2 of the baseline</source>
        <translation>基线的词元 %1/%2</translation>
    </message>
    <message>
        <source>Legend: %1</source>
        <translation>图例：%1</translation>
    </message>
</context>
<context>
    <name>needlescope::StepStrip</name>
    <message>
        <source>Token %1: “%2”</source>
        <translation>词元 %1：“%2”</translation>
    </message>
    <message>
        <source>Probability %1 %</source>
        <translation>概率 %1 %</translation>
    </message>
    <message>
        <source>%1 looks at the answer span %2 %, recent tokens %3 %, the sink %4 %, elsewhere %5 %</source>
        <translation>%1 看答案片段 %2 %，最近的词元 %3 %，注意力汇 %4 %，其他位置 %5 %</translation>
    </message>
    <message>
        <source>most at position %1</source>
        <translation>最注意位置 %1</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>What each head looks at, token by token: answer span, recent tokens, sink or elsewhere.</source>
        <translation>每个头逐个词元在看什么：答案片段、近处、注意力汇或其他位置。</translation>
    </message>
</context>
<context>
    <name>needlescope::StudiesPanel</name>
    <message>
        <source>%1 samples × %2 masks</source>
        <translation>%1 个样本 × %2 个屏蔽方案</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>继续(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
</context>
<context>
    <name>needlescope::StudyForm</name>
    <message>
        <source>Kind of study</source>
        <translation>实验种类</translation>
    </message>
    <message>
        <source>Open needles</source>
        <translation>打开针</translation>
    </message>
    <message>
        <source>Needles (*.jsonl);;All files (*)</source>
        <translation>针 (*.jsonl);;所有文件 (*)</translation>
    </message>
    <message>
        <source>shipped needles</source>
        <translation>随程序附带的针</translation>
    </message>
    <message>
        <source>Open questions</source>
        <translation>打开问题</translation>
    </message>
    <message>
        <source>Questions (*.jsonl *.json *.csv);;All files (*)</source>
        <translation>问题 (*.jsonl *.json *.csv);;所有文件 (*)</translation>
    </message>
    <message>
        <source>shipped questions</source>
        <translation>随程序附带的问题</translation>
    </message>
    <message>
        <source>Open file...</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>head map: %1</source>
        <translation>头图：%1</translation>
    </message>
    <message>
        <source>no head map of this model yet: run a detection</source>
        <translation>还没有该模型的头图：请运行检测</translation>
    </message>
    <message>
        <source>Open a text to hide needles in</source>
        <translation>打开用来藏针的文本</translation>
    </message>
    <message>
        <source>Texts (*.txt);;All files (*)</source>
        <translation>文本 (*.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>all shipped English texts</source>
        <translation>随程序附带的英文文本</translation>
    </message>
</context>
<context>
    <name>needlescope::StudyView</name>
    <message>
        <source>%1 of %2</source>
        <translation>%2 的%1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1, %2 of %3 samples</source>
        <translation>%1，%2/%3 个样本</translation>
    </message>
    <message>
        <source>Show on head map</source>
        <translation>在头图上显示</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Write the figure as SVG, PDF or PNG, or its numbers as CSV or JSON</source>
        <translation>将图写为 SVG、PDF 或 PNG，或将其数据写为 CSV 或 JSON</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Which figure</source>
        <translation>哪张图</translation>
    </message>
    <message>
        <source>A study&apos;s figure grows here while its samples come.
Choose a study and start it, or open a run.</source>
        <translation>实验的图会随着样本在这里增长。
请选择并开始一项实验，或打开运行记录。</translation>
    </message>
    <message>
        <source>No study yet</source>
        <translation>还没有实验</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>%1, %2 of %3 samples in %4 shards</source>
        <translation>%1，%2/%3 个样本，分为 %4 个分片</translation>
    </message>
</context>
<context>
    <name>needlescope::SummaryTableModel</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>度量</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % 置信区间</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
</context>
</TS>

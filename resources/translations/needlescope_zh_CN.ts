<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AnswerComparisonFigure</name>
    <message>
        <source>recall of the answer span %1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer with and without masked heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer with heads as they are, and %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AtlasFigure</name>
    <message>
        <source>Each point a head; means over %1 samples. Pearson of loss with score %2, with attribution %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss of log-probability with it %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss of log-probability without it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retrieval score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direct logit attribution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What each head is worth</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChangeText</name>
    <message>
        <source>uniform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>while decoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, contrast %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scaled by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>windowed to %1+%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>masked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing masked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each head alone %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all but K = %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>K = %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 random draw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 random draws</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, heads %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>K, number of %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unmasked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top %1 KV groups %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 random %2 %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top %1 keep a full cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random %1 keep a full cache</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CompareFigure</name>
    <message>
        <source>Maps: layers downwards, heads to the right. Below: Pearson&apos;s correlation of the scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score maps compared</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CompressFigure</name>
    <message>
        <source>The others see the first %1 and the last %2 tokens; bands: 95 % interval, %3 samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 that keep a full cache, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recall; share of the cache saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compression of the KV cache</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ContextView</name>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer, token %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention of %1 on a token:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean attention of %1 heads on a token:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first token (sink) %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CurveFigure</name>
    <message>
        <source>F1 of words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recall of the answer (ROUGE-1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bands: 95 % interval of the mean over %1 samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extract QA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curve over K</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masking curve</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Dropping</name>
    <message>
        <source>&apos;%1&apos; is no model: it has neither a config.json nor a GGUF file; drop the folder that holds them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;%1&apos; is nothing that can be opened here; drop a model&apos;s folder, a GGUF file, a run (.needle), a score file (.json, .tsv, .yaml, .csv), a session (.nscope) or a text (.txt, .md).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>&apos;{}&apos; answers with more than can be a list or a configuration; check HF_ENDPOINT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; answers with status {} for &apos;{}&apos;; fetch it again later: what has arrived is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; arrived with another hash than the hub tells and was thrown away; fetch it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; cannot be reached ({}); check the network connection, or HF_ENDPOINT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; cannot be written ({}); check its folder&apos;s permissions, or set HF_HUB_CACHE to another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; cannot be written because the disk is full ({}); make room and fetch it again: what has arrived is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not accept the token of {} for &apos;{}&apos;; set HF_TOKEN to one that may read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not answer as a hub does about &apos;{}&apos;; check HF_ENDPOINT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not exist on &apos;{}&apos;, or is not for everybody; check the name, or set HF_TOKEN to a token that may read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not exist on &apos;{}&apos;; check the name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not say by how much its positions are scaled, as files of Gemma 3 that Ollama made in 2025; get the model from its publisher as GGUF or safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not say the groups that its {} experts are chosen from, as files made before October 2025; get a newer file of the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; does not say which numbers of its heads of {} turn (rope_freqs.weight); convert the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; ends after {} bytes where the hub tells {}; it was thrown away, fetch it again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; had too many requests and asks to wait for {} s; fetch &apos;{}&apos; again then: what has arrived is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; had too many requests; fetch &apos;{}&apos; again later: what has arrived is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has keys of {} that hold no numbers or lists of them; convert the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has learned {} positions, but prompt and answer have {} tokens; use a shorter context.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has neither a piece for the character &apos;{}&apos; nor pieces for its bytes; use only characters that the model knows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no ending that says what to write; use .svg, .pdf or .png for the picture, .csv or .json for its data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no general.architecture; convert the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no head {}:{}; it has {} layers of {} heads, counted from 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no token_embd.weight; convert the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no weight_map; download the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no {} for each of its {} layers; convert the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has no {}; expected is {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has the key {}, which Needlescope does not understand and which may change its numbers; get the model as safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has the piece &apos;{}&apos; twice; convert or download the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has the sizes of Mistral 7B v0.1 but no llama.attention.sliding_window, without which its attention to long texts is unknown; get the model as safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has the tensor &apos;{}&apos;, which another part of the model has too; download the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has {} = {}; expected is {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has {} tokens but an embedding of {}; convert the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; has {}.{} = {}; expected is {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds a part of the weights (&apos;{}&apos;) but no {}, which says what lies where; download that file too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds an adapter (adapter_config.json) without the model that it changes; merge them once with peft&apos;s merge_and_unload() and choose the result.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds an unfinished download (&apos;{}&apos;); finish it, or download the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds neither safetensors nor GGUF files, and nothing else is fetched, because pickled weights can run code; look for the model in another form.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds no file &apos;{}&apos;, but {}; name one of these.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds no file &apos;{}&apos;; check the name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds no {} and no {}; choose the directory of a Hugging Face model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds pickled weights only (&apos;{}&apos;), which could run code when read; convert them once with: python3 -c &quot;from transformers import AutoModelForCausalLM as M; M.from_pretrained(&apos;{}&apos;).save_pretrained(&apos;{}&apos;, safe_serialization=True)&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds the tensor &apos;{}&apos; but says that it has {} layers; convert the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds the tensor &apos;{}&apos;, which Needlescope does not know for the architecture &apos;{}&apos;; get the model as safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds {} GGUF models; name one of them after it, as in &apos;{}&apos;: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds {} GGUF models; name one of them after it, as in &apos;{}/{}&apos;: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; holds {} of the {} parts of &apos;{}&apos;; choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is a GGUF file for big-endian machines; get the usual, little-endian one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is a GGUF file of version {}; versions 2 and 3 are known, convert the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is a model&apos;s folder in the cache, not the model; choose the folder &apos;{}&apos; in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is a pointer of git-lfs, not the weights; run &apos;git lfs pull&apos; in its folder, or download the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is gated: accept its conditions at {}/{}, and set HF_TOKEN to a token of that account that may read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is missing, which is part {} of {}; put all parts into one folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is nested too deep; download or export the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no configuration, tokenizer, safetensors or GGUF file, and nothing else is fetched; name another file of &apos;{}&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a JSON object; download or export the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a device; use cpu, cuda or cuda:1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a directory that can be read; choose the directory of a Hugging Face model, or download the model first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a directory that can be read; write out what ~ stands for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a head; write layer:head, for example 16:19.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a model&apos;s name on the hub; give it as org/name or org/name/file.gguf.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a number; write numbers with commas between them, for example 0,50,100.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a session of Needlescope; open a file that &apos;Save session&apos; has written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a usable GGUF file: {}; download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a usable safetensors file: {}; download or export it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a window; write the numbers of first and of recent tokens with a comma, for example 4,64.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a {}; use one of {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not part {} of {} of &apos;{}&apos;; put the parts of one model into one folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is of Bamba, which rotates a part of each head and whose GGUF files keep the rows for a whole one; get the model as safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is of Llama 3.1 or later but has no rope_freqs.weight, as files made in July 2024; get a newer file of the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is of the architecture &apos;{}&apos;, which Needlescope does not read from GGUF; known are {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is one of {} parts, but its name does not end in &apos;{}&apos; as llama.cpp names the first part; give it the name that it was published under.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is part {} of {}; open the first part.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; is the revision &apos;{}&apos; of a model; only &apos;main&apos; is fetched, give the name as org/name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; lacks the file &apos;{}&apos; that the index of its weights names; choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; leads from address to address without an end; ask whoever runs the hub.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; leads to &apos;{}&apos;, which is not https, and is not followed; ask whoever runs the hub.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; needs {} MB more on the disk of &apos;{}&apos;, where {} MB are free; make room, or set HF_HUB_CACHE to another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; needs {} of memory (weights {}, {} {} {}), but only {} are free; {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; norms its residual stream in every block, so that a logit is no sum of what heads and layers add; mask heads to see what they do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; puts the tensor &apos;{}&apos; outside the model&apos;s directory; download the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{}&apos; was asked for from byte {} on, but &apos;{}&apos; came; fetch it again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 or 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A decode trace of {} steps, {} layers and {} heads came with {} values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A decoding step got {} tokens for {} branches.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A depth of {} per cent is outside the text; choose 0 to 100.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A map of {} layers and {} heads came with {} values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A message could not be read ({}): the other side does not speak Needlescope&apos;s protocol.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A message is nested too deep: the other side does not speak Needlescope&apos;s protocol.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A message of {} bytes was announced, more than is allowed: the other side does not speak Needlescope&apos;s protocol.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A prompt of {} tokens is too short for this needle and question, which need {}; choose a greater length.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reply of the engine could not be read ({}): window and engine are of different versions; install both from one package.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A system text needs a chat template that Needlescope knows; choose one with --template, for example chatml.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Atlas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention of {} heads on {} tokens is too much for one message; ask for fewer heads at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention rows came with {} weights for {} keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bootstrap samples of the {} counted ones share {} % of the top {} heads and {} % of the set with at least {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot read &apos;{}&apos;: {}; check the path and its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot read &apos;{}&apos;; check the file and its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot read the directory &apos;{}&apos;: {}; check its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot write &apos;{}&apos;: {}; choose another place or free some space.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computing with &apos;{}&apos; failed: {}; try a shorter context or another device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computing with &apos;{}&apos; gave values that are not numbers; use float32 weights, or another device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decode from the contrast of plain and masked logits (DeCoRe), the entropy times this; 0: from the masked logits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decoding got {} first tokens for {} branches.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depths in per cent, with commas (default: 0,50,100)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw random heads from the layers of the top ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extract QA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First and recent tokens that a windowed head sees, with a comma</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For each K, draws of K random heads that are no retrieval heads: that score less than 0.1, or, of another measure than scores, less than a tenth of its largest value; compress draws from all heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HF_ENDPOINT is &apos;{}&apos;, which is no address that begins with https:// or http://; correct or unset it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE forbids fetching; unset it to fetch a model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many heads must go before the answer breaks: recall without the top K heads, beside K random heads that are no retrieval heads (figure 7 of the paper).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How questions are asked: answer-only, chain-of-thought (default: both)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the answer breaks as heads go: shares of complete, incomplete, wrongly extracted and hallucinated answers, and where the remaining retrieval heads look (figure 9 of the paper).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>K</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>K = {} is not to be had: {} has {} {}; choose from 0 to {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>K counts whole KV groups, ranked by their best head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer {} has only {} heads beside the top ones that {}, too few to match {} of the top {}; draw without regard to layers, or choose a smaller K.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer {} of &apos;{}&apos; keeps a state instead of attending, so that it has no heads to show or to mask; choose a head of another layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer-matched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lengths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {} of &apos;{}&apos; has no {}; add it or take the line out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {} of &apos;{}&apos; is not a JSON object; correct it or take it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {} of &apos;{}&apos;: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {} of the needles file &apos;{}&apos; is not a needle ({}); write {{&quot;needle&quot;: &quot;...&quot;, &quot;question&quot;: &quot;...&quot;, &quot;real_needle&quot;: &quot;...&quot;}}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {} of the questions file &apos;{}&apos; cannot be read ({}); correct it or take it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {} of the score file &apos;{}&apos; does not have {} gates; get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {} of the score file &apos;{}&apos; does not hold layer, head and {} as numbers; correct it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps of different sizes are correlated by each layer&apos;s highest score against relative depth.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masking curve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More of &apos;{}&apos; arrives than the {} bytes that the hub tells; it was thrown away, fetch it again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needle grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needles in the form of the reference code&apos;s needles.jsonl (default: shipped)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model is open; open one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was captured while this answer was decoded; decode it again to see its attention.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers of heads, with commas (default: chosen by the study for the model and its retrieval heads)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of random draws and of the intervals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the mask kind scale; above 1 boosts the heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only {} KV groups hold no head that stands out ({} of at least {}), too few to draw {} from; choose a smaller K or no random draws.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only {} heads {}, too few to draw {} from; choose a smaller K or no random draws.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcomes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt lengths in tokens, with commas (default: three, up to 512 or 4,096)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompts that are answered together must end alike: the same number of tokens and the same stop tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions about passages whose answers stand in them: F1 of words by the whole model, without its top K heads, and without K random others (figure 8 of the paper).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions that need several steps, answered at once and step by step: exact match by the whole model, without its top K heads, and without K random others (figures 10 and 11 of the paper).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions with their passages: JSONL, SQuAD, GSM8K, MuSiQue or MMLU as published (default: shipped)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random draws</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ranked by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Row {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run all samples, not only until the ranking is stable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample {} has scores of another model&apos;s size; start the study anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample {} has {} answers where the study has {} masks; start the study anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample {} of &apos;{}&apos; differs from that of another shard; run one of them again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample {} of the run file &apos;{}&apos; is damaged; delete the file and run the study again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score file or run file that ranks the heads (default: the detection shipped with the model)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some scores are above 1, as a counter of copies gives; they are taken as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some scores are below 0; they are taken as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard output is closed, so that no replies can be sent; start serve with a pipe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {} was not decoded; the answer has {} steps, counted from 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text files, or folders of them, to hide needles in (default: shipped)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SentencePiece library cannot decode these tokens; they do not belong to this tokenizer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SentencePiece library cannot encode this text; shorten or change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer &apos;{}&apos; does not stand in the needle &apos;{}&apos;; give the part of the needle that answers the question.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer &apos;{}&apos; makes no tokens; give another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer&apos;s token id {} is outside the vocabulary of &apos;{}&apos; (0 to {}); use the tokenizer that belongs to the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chat template in &apos;{}&apos; is none that Needlescope knows, so the prompt of base models is used; choose a family or write a frame.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chat template writes {}, which the model&apos;s tokenizer has no token for and cuts into {}; choose another template, or fetch the tokenizer that belongs to the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to &apos;{}&apos; broke while &apos;{}&apos; was fetched ({}); fetch it again: what has arrived is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine does not know the request &apos;{}&apos;; window and engine are of different versions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine does not say hello, so it is of another version than this window; install both from one package.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine speaks protocol {}, this window {}; install both from one package.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The figure could not be written to &apos;{}&apos; ({}); choose a folder that exists, may be written to and has room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file &apos;{}&apos; exists already; choose another name for the merged run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file &apos;{}&apos; is not a Needlescope run; choose one that a study wrote.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is a set of heads; each is shown with the score 1, all others with 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file ranks heads without scores; those shown are 1 for the first and evenly less behind it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The files beside &apos;{}&apos; give the token &apos;{}&apos; the id {}, which is that of another piece of tokenizer.model; fetch them again from where the model came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The files beside &apos;{}&apos; give the token &apos;{}&apos; the id {}, which the tokenizer&apos;s vocabulary does not; fetch them again from where the model came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The files of the tokenizer do not agree: the token &apos;{}&apos; has the ids {} and {}; fetch them again from where the model came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first message was &apos;{}&apos; instead of a hello; window and engine are of different versions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gates are those of KV groups; each column is one group, not one head.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The haystack &apos;{}&apos; is empty; choose a text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The header of the run file &apos;{}&apos; is damaged; choose another file or delete it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The index of the weights of &apos;{}&apos; names no files; choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The item &apos;{}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The masks of the run file &apos;{}&apos; are damaged; choose another file, or delete this one to start anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model may have more layers and heads than the file names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s chat template ({}) has no place for a system text; leave it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s chat template leaves the system text out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The needle is empty; write the sentence to hide.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The needle of line {} of &apos;{}&apos; does not stand in its context; correct one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The needle span {}:{} reaches outside the prompt of {} tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt is empty; write something for the model to continue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt pattern does not contain {}; put it where it belongs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt was read under another mask than this answer; read it again with the same mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt {} is no longer kept; ask the question again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The question &apos;{}&apos; does not stand behind the context of its prompt; use a frame with the context first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The question &apos;{}&apos; is empty; ask for something.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The question is empty; ask for what the needle says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The questions file &apos;{}&apos; holds no question that can be answered; choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The questions file &apos;{}&apos; is not what SQuAD publishes ({}); get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request &apos;cancel&apos; names no request ({}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request &apos;{}&apos; could not be read ({}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run &apos;{}&apos; is of the study &apos;{}&apos;, which makes no map; choose a run of detect or atlas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; belongs to the model &apos;{}&apos; with other weights or another tokenizer than the one now open; choose another file, or delete this one to start anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; cannot be used: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; cannot be written ({}); check the folder and its permissions, or choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; holds another study: its &apos;{}&apos; differ; choose another file, or delete this one to start anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; holds answers under other masks than this version makes of the same request (the first that differs: {}); it can be read, but not continued: choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; is being written by another study; wait for that one, or choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; is gone; put it or its disk back, or start the study anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; was written by a newer Needlescope; open it with that version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run file &apos;{}&apos; was written by an older Needlescope and can be read, but not continued; choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; cannot be opened ({}); check the path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; cannot be read ({}); get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; cannot be written ({}); check the folder and the room on the disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; does not hold an object {{&quot;layer-head&quot;: [scores]}}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; has an entry &apos;{}&apos; where &apos;layer-head&apos; belongs, for example &quot;16-19&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; has something else than a list of numbers for head {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; holds no heads; choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; is a directory; choose a file in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; is in no form that Needlescope knows; it reads {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; is not JSON ({}); get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; names heads of a model with {} layers of {} heads, more than any model has; look for a head whose number is mistyped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The score file &apos;{}&apos; names the head {}:{}; heads count from 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The score rule &apos;qr&apos; is taken while a prompt is read, not of an answer; run &apos;detect&apos; with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scores that rank the heads are of {} ({} layers of {} heads), not of {} ({} of {}); detect the heads of this model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session &apos;{}&apos; cannot be read ({}); check that it is still there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session &apos;{}&apos; was saved by a newer Needlescope; update this one to open it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session could not be written to &apos;{}&apos; ({}); choose a folder that exists, may be written to and has room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The study &apos;{}&apos; masks the top heads, but {} has no scores that rank them; run &apos;detect&apos; first and name its run or score file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The study has no {}; give at least one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor &apos;rope_freqs.weight&apos; in &apos;{}&apos; does not fit heads of {} rotated numbers; convert the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor &apos;{}&apos; cannot have rows of {} numbers in blocks of {}; get the model as bf16.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor &apos;{}&apos; in &apos;{}&apos; has the shape {} where config.json asks for {}; weights and config.json must come from one model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor &apos;{}&apos; in &apos;{}&apos; has the type {} where F32 is expected; convert the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor &apos;{}&apos; in &apos;{}&apos; holds other numbers than follow from config.json; download or export the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor &apos;{}&apos; in &apos;{}&apos; holds values that are not numbers, so that nothing can be computed with it; download or export the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor &apos;{}{}&apos; in &apos;{}&apos; has the type {} where U8 is expected; download or export the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text cannot be brought into Unicode normal form ({}); shorten or change the text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token id {} is outside the vocabulary of &apos;{}&apos; (0 to {}); use the tokenizer that belongs to the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token in {} holds characters that no token has; set it anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tokenizer in &apos;{}&apos; cannot be read; check the model&apos;s directory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tokenizer makes no tokens of the haystack; choose another text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tokenizer of &apos;{}&apos; cannot be used: tokenizer.ggml.{} {}; choose another file of the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tokenizer&apos;s regular expression &quot;{}&quot; gave up on this text ({}); shorten the text or take a model with another tokenizer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two answers are not of one model and one question; ask again, then compare.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights in &apos;{}&apos; lack the tensor &apos;{}&apos; that config.json asks for, but hold &apos;{}&apos;; save the model without what wraps it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights in &apos;{}&apos; lack the tensor &apos;{}&apos; that config.json asks for; download or export the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights need {}, but of the devices&apos; free memory ({}) weights may take {}, in whole layers; free memory there, save the weights as bf16, or use the device cpu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The window speaks protocol {} ({}), this engine {} (Needlescope {}); install both from one package.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {} file &apos;{}&apos; cannot be read ({}); check the path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {} file &apos;{}&apos; is empty; choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {} file &apos;{}&apos; is not UTF-8 text; convert it, for example with iconv, or choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {} in line {} of &apos;{}&apos; is no text; correct it or take the line out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {} parts of &apos;{}&apos; hold {} tensors where the first one says {}; put the parts of one model into one folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no shards to merge into &apos;{}&apos;; name their run files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no texts in &apos;{}&apos;; install the program&apos;s resources, set NEEDLESCOPE_RESOURCES, or open a text of your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no two answers to compare yet; mask some heads.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no answer yet; ask, then export its timeline.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no decoded step {}; the answer has {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no head map yet; run a detection or open a run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no run file &apos;{}&apos;; check the path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no shard {} of {}; count them from 1 to {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no study&apos;s figure yet; start a study or open a run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no timeline of {}: the answer&apos;s model has no such head.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no timeline: no head is chosen, or it was not noted what the heads did; select a head and ask again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no type &apos;{}&apos; of tensors; this is a defect of Needlescope.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no usable CUDA device here, or this libtorch was built without CUDA; use the device cpu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory for this; use a shorter context or a smaller model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is {} map to compare; name two or more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This answer is no longer kept; run the prompt again to see its attention.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To decode {} {} with &apos;{}&apos; needs {} of memory (weights {}, answers {}), but only {} are free; {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token {} of the prompt is not in the model&apos;s vocabulary of {}; use the tokenizer that belongs to the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens after which an answer is cut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights of the type {} are not supported; get the model as bf16, f16, f32, or as GGUF with Q4_K, Q6_K or Q8_0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is left where only the kept heads see the whole context and all others the first and the most recent tokens: recall against the share kept, and the memory that a KV cache would save.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where a needle is found: recall over prompt length and depth, by the whole model, without its top K heads, and without K random others (figure 1 of the paper).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which heads copy the answer out of the context: the score of every head over needles, lengths and depths (figures 3 and 4 of the paper).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which heads matter causally: what the log-probability of the right answer loses with each single head off, beside its retrieval score and its direct contribution to the answer&apos;s logits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a divisor of hidden_size, {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a divisor of linear_num_value_heads, {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a divisor of mamba_n_heads, {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a divisor of n_embd, {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a divisor of n_routed_experts, {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a divisor of num_attention_heads, {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a divisor of the state&apos;s width, {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a family that Needlescope knows: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of chunked_attention and full_attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of dense and sparse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of full_attention and sliding_attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of the layers that are not in full_attn_layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of these: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of yes and no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of yes and no for each layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of {} numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of {} numbers above 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of {} texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of {} values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list with a layer that attends: there are no heads to look at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a multiple of each layer&apos;s key-value heads, {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a multiple of ssm.time_step_rank, {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number above 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number above low_freq_factor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number of 0 or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number of experts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number of layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number that leaves a layer of each type with keys of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number, or a list of one for each of {} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a set of parameters for each of full_attention and sliding_attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a share of the head of {} numbers that gives an even number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a template for more than one text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a token id or a list of token ids</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a value in its table has the unknown type {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number above 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number from {} to {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number of 0 or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answer span mass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answer style</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answer-only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answers together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>are no retrieval heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attribution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be opened ({})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be read ({})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be read to its end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chain-of-thought</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chat template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>close other programs, use a smaller model or a machine with more memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contradicts add_prefix_space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>correlation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decode at most {} together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decode: only while answering; everywhere: while reading the prompt too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not spell the bytes of a piece</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>elsewhere mass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>f1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>greedy or group_limited_greedy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hallucination</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has &apos;{}&apos; twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has another id than the vocabulary gives it, or the id of another piece</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has fewer pieces than the size that the file says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has more special tokens than tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has no tokens, or more than any model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has the same id as another piece</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>have a {} below {}, a tenth of the largest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>haystack</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>head_dim and num_key_value_heads alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>heads of the same shape in all layers of a type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holds a number that is out of range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holds what is not a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holds what is not a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inserts a token that the vocabulary does not have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is &quot;{}&quot;, a kind of tokenizer that is not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is &quot;{}&quot;, a way to cut text into words that is not known here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is JSON, but not an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is a piece that stands in the list already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is cut short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is missing: the file has no tokenizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is missing: the file is of an older llama.cpp, which did not keep how the model cuts text into words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is neither true nor false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is nested too deeply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is no number of tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not JSON from byte {} on, perhaps cut short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a token id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not base64</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not named by a token id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is shorter than tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is true, but {} names no token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is true, which is not supported with the model &quot;llama&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not begin with &apos;GGUF&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it ends within its table and is probably truncated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has only {} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has the tensor &apos;{}&apos; twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a directory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its alignment is no multiple of 8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its header is longer than the file, which is probably truncated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its header is not a JSON object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its layers have different numbers of heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its needle or its question is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its table has an array of {} values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its table has the key &apos;{}&apos; twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its table is longer than the file, which is probably truncated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its table nests arrays too deeply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept-random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lacks the prefix of pieces inside a word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leaves the text out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>libcurl could not be started; install it anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lies outside the vocabulary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log-probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>longrope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mask kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mask role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mask scope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>model state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a single character</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a token id from 0 to {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a whole number from 0 to 1000000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be an object of ids and tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be an object of pieces and ids</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be true or false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be two pieces with one space between them, or a list of two pieces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none for this family</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>null or vision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one of default, linear, dynamic, llama3, yarn, longrope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one of none, linear, yarn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one of silu, gelu, gelu_new, gelu_fast, gelu_pytorch_tanh, relu, relu2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one set of parameters for all layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>origin of a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>qr</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>questions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>random merging (dropout)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reading or writing it failed ({}); check that the disk has room and is still there, then start the study again, it continues where it stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recent mass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reference: copies, as the reference code counts; paper: each copied token once; mass: attention on the answer span; qr: the question&apos;s attention on the needle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>save the weights as bf16, which take {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share hallucination</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share incomplete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share wrong extraction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sigmoid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sink mass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>so many groups of {} experts that each token finds num_experts_per_tok</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spearman</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stands at another place than its rank says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; does not begin at a multiple of {} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has a shape that does not fit its type {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has a size that does not fit its shape and type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has an extent that is not a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has the unknown type &apos;{}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has the unknown type {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has {} dimensions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; lies outside the file, which is probably truncated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the behaviour &quot;{}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the decoder &quot;{}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the entry of tensor &apos;{}&apos; lacks dtype, shape or data_offsets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the format e4m3 of fp8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model &quot;{}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the normalizer &quot;{}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the post-processor &quot;{}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the pre-tokenizer &quot;{}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the rows and columns of a block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same as attention.key_length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same as attention.key_length_swa</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same as rope.dimension_count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same as rope.freq_base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same as rope.scaling.original_context_length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same number for every layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same number for every layer that has heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the smallest and the largest step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the tensor &apos;{}&apos; is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the tensors &apos;{}&apos; and &apos;{}&apos; overlap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the value &quot;{}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokenizer.model files need needlescope-sentencepiece.so beside the program, which cannot be loaded ({}); install Needlescope again, or put a tokenizer.json beside the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true or false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true where layers have parameters of their own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true where there are groups of experts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>type of weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>uniform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>uniform: attend evenly; zero: no output; mean: mean output over the prompt; window: see the first and the recent tokens; scale: output times --factor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown cause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>use a shorter context or close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>use at most {} tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>uses a piece that the vocabulary does not have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>way to ask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what gives heads of an even size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what the tensors ffn_up_shexp have as rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whole heads that are rotated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wrong extraction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} heads are not in the file; they are shown with the score 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} of the questions file &apos;{}&apos; has no {}; add one or take the item out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} of the questions file &apos;{}&apos; is not a question with four choices and the letter of the right one; correct it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: &quot;{}&quot; uses {}, which this version does not know; take a model with another tokenizer, or ask for support of this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: &quot;{}&quot; {}; fetch the file again from where the model came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: has neither tokenizer.json, tekken.json nor tokenizer.model, nor vocab.json with merges.txt; choose a folder that holds the model&apos;s tokenizer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: how the tokenizer class &apos;{}&apos; cuts words is not known without a tokenizer.json; fetch the model&apos;s tokenizer.json into this folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: is not a SentencePiece model, or is damaged; fetch the file again from where the model came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: lacks the special token &apos;{}&apos; of the tokenizer class &apos;{}&apos;, and no file beside it gives its id; fetch the model&apos;s tokenizer.json into this folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: the file {}; fetch it again from where the model came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: the vocabulary has neither the character &quot;{}&quot; nor the unknown token that the file names; use only characters that the model knows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: the vocabulary has neither the word &quot;{}&quot; nor a token for unknown words; use only words that the model knows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: the vocabulary has no pieces for this text and no token for unknown ones; use only characters that the model knows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: {}; fetch the file again from where the model came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}; choose another file</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>SVG (*.svg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PNG, 300 dpi (*.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers as CSV (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers as JSON (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GridFigure</name>
    <message>
        <source>Length, tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth of the needle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean recall of the answer; %1 samples a cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needle grid</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HeadMapFigure</name>
    <message>
        <source>Loss without each head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logit attribution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Locating heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retrieval heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (rule: %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, after %2 of %3 samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>grey: below %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>• active in every sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>× %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 samples</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HeadMapPlot</name>
    <message>
        <source>Retrieval score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss of log-probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direct logit attribution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not measured yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV group</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MapText</name>
    <message>
        <source>%1 score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from %1, which names no model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from %1, model not checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after %1 of %2 samples</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>Complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrong extraction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hallucination</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It says all of the answer span.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It says a part of the answer span.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is copied from another place of the context.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is not in the context: it is invented.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OutcomesFigure</name>
    <message>
        <source>Left: classes of %1 answers (%2). Right: where the other retrieval heads look, mean over steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer span</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First token (sink)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How answers break</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetching %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop opening the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop reading and answering</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the study (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n s left</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 min %2 s left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h %2 min left</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>about %n s</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n min</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n h</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>1 sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 samples</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReasonFigure</name>
    <message>
        <source>Answer only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chain of thought</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>K = %1; whiskers: 95 % interval, %2 questions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exact match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ScoreDistributionFigure</name>
    <message>
        <source>%1: %2 % (%3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Head, by rank</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retrieval score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activation frequency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 of %3 heads score at least %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retrieval scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retrieval scores of %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingFields</name>
    <message>
        <source>both ways</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StudyFigures</name>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, after %2 of %3 samples</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TimelineFigure</name>
    <message>
        <source>answer span</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recent tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sink</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the heads look at, token by token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the heads look at, token by token: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>A desktop microscope for retrieval heads.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model&apos;s directory, a GGUF file, the name of a model, or a saved session (default: the start page).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the run or the map of heads in &lt;file&gt;, which is one of the engine&apos;s runs or a path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the engine with &lt;command&gt;, for example &quot;ssh HOST needlescope-cli serve&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::Actions</name>
    <message>
        <source>&amp;Open model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a model&apos;s directory: config.json, safetensors, tokenizer.json</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Get a model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch a model from the Hugging Face hub and open it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+G</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;run or map…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show a run, or any file with a score for each head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+O</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export &amp;head map…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the head map as SVG, PDF, PNG, CSV or JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export &amp;answers…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the comparison of the answers as SVG, PDF, PNG, CSV or JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+E</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export &amp;timeline…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write what the heads look at, token by token, as SVG, PDF, PNG, CSV or JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Alt+T</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export &amp;study…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the study&apos;s figure as SVG, PDF, PNG, CSV or JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Alt+E</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Head map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the head map&apos;s figure, to be pasted as a picture of 300 dpi or as SVG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the figure that compares the answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Alt+C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the study&apos;s figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Alt+Shift+C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open sess&amp;ion…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open model, prompt, masks and panels as they were saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Alt+O</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save session…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep model, prompt, masks and panels in one small file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Font, theme, device and folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+,</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start &amp;page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo models, and what was open lately</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy what is selected in the text that the model reads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select &amp;all text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all of the text that the model reads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find words in the text that the model reads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find &amp;next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next place where the words stand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find &amp;previous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the place before where the words stand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift+F3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Ask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the prompt together and let the model answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Return</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Back to the example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needle, question and answer span that the program starts with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;text…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the needle in a text of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+T</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Frame…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text around context and question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+F</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Baseline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at tokens and attention of the baseline while heads are masked, and back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F7</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at what the heads see as the next token is written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt+Right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Previous token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at what the heads see as the token before is written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt+Left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask &amp;top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask the heads with the highest retrieval scores, and no others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask &amp;random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The control: in place of what is masked now, as many heads drawn at random from those that score less than 0.1; a new draw each time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask &amp;selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask the selected heads, or unmask them where all are masked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+M</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask KV &amp;groups of selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask all heads that share a key/value head with a selected one, or unmask them where all are masked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+M</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask no head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Click masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For demonstrations: a click on a head masks it instead of selecting it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Studies and their runs in place of context and answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Detect…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find the retrieval heads of this model; a dialog says first what that takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop what is being worked on; what a study measured is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift+F5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart &amp;engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the engine again, with this model and this prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+F5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show fewer heads, larger; Ctrl and the wheel do so at the pointer. The key is of the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show more heads; the key is of the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>-</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Whole map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all heads; the key is of the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Means of layers and heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bars along the edges of the map; the key is of the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>M</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;KV groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One cell of the map for all heads that share keys and values, coloured as the best of them; the key is of the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>G</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Put back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all panels where they were at first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Alt+P</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Presentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Question, map, answers and verdict in large type on the whole screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F11</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Leave the presentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the window as it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Esc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 &amp;Ask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a presentation: the question, and the answer of the model as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2 &amp;Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a presentation: the map; where nothing is masked yet, the heads of Mask top are masked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3 &amp;Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a presentation: both answers, and what became of the first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a presentation: on to masking, and to reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step &amp;back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a presentation: back to masking, and to asking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a retrieval head is, how to read each panel, and every key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Needlescope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>=</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;What is this?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Uniform attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The head attends evenly, as in the paper&apos;s code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Zero output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The head&apos;s output is zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Mean output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The head&apos;s output is its mean over the prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While &amp;decoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt is read without a mask, as in the paper&apos;s code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt is read under the mask too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::ActivityIndicator</name>
    <message>
        <source>%1: %2 of %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::AnswerPane</name>
    <message>
        <source>Answering...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recall %1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the expected answer&apos;s words that the answer has (ROUGE-1 recall)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model said nothing.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::AnswerView</name>
    <message>
        <source>Answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not of the prompt above yet: press Ask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dotted: lost under the mask · underlined: new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the comparison as SVG, PDF or PNG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask a head on the map (right-click or Space) and compare.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>⚠ Sink alarm: the retrieval heads that are left spend %1 % of their attention on the first token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a hallucination the remaining retrieval heads look at the attention sink (figure 9 of the paper).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::ContextView</name>
    <message>
        <source>Context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole prompt, shaded by the attention of the selected heads; N goes to the needle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No prompt yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1”, position %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention %1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention sink</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the needle&apos;s answer span</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the needle</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::DetectDialog</name>
    <message>
        <source>%1 needles × %2 lengths (%3 tokens) × %4 depths (%5 %)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long it takes is known once the model has answered its first prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the speed of this model all of them take %1; it ends earlier, as soon as more samples would not change which heads are found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the speed of this model they take %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detect retrieval heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each sample hides one needle in a text and asks for it. While the model copies the answer, the heads that look at the very words being copied score; the mean over the samples that succeed is a head&apos;s score. The map fills in as it goes, and what was measured is kept when you stop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Kept in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the run in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs (*.needle)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %1 of them are in this run already; it goes on from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2.%3
%4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::EngineClient</name>
    <message>
        <source>The engine was restarted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is not running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine was ended by signal %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine ended with exit code %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 It said: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine &apos;%1&apos; could not be started (%2). Install needlescope-cli beside the window&apos;s program or name it with --engine.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::FetchDialog</name>
    <message>
        <source>Get a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>org/name, org/name/file.gguf, or its address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model on the Hugging Face hub. Configuration, tokenizer and safetensors or GGUF are fetched, nothing else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Look up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Get</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the hub…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to get of %2, into %3; %4 are free there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::FigureView</name>
    <message>
        <source>Figure</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::FindBar</name>
    <message>
        <source>Find in the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::FrameDialog</name>
    <message>
        <source>The tokenizer puts its &amp;special tokens around (BOS)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt of base models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s chat template (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{context} is the book with the needle, {question} the question.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::HeadMapView</name>
    <message>
        <source>Head map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retrieval score of every attention head, layers by heads. Arrow keys move, Space masks the head, Shift+Space its key/value group, Enter selects it; plus and minus zoom.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No scores yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer %1, key/value group %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 masked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retrieval score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer %1, head %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not measured yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95 % interval %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active in %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Key/value group %1 (Shift+Space masks its %n heads)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Masked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1
Not measured yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 heads
Mean %3, sum %4
Best %5 with %6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key/value group %1 of all layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Head %1 of all layers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::HeadTable</name>
    <message>
        <source>Heads by retrieval score</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::HeadTableModel</name>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>× %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer and head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean retrieval score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean over the samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activation frequency: share of the samples with a copied token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space masks a head; right-click says what else can be done</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::HelpWindow</name>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The help page &apos;%1&apos; cannot be read (%2); install the program&apos;s resources again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::MainWindow</name>
    <message>
        <source>Restart engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is not running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No prompt yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine reads the prompt…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a model&apos;s directory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a run or a map of heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs and maps (*.needle *.json *.tsv *.yaml *.yml *.csv);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path on the engine&apos;s machine:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a text to hide the needle in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Texts (*.txt);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Needlescope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Needlescope %1&lt;/b&gt;&lt;p&gt;A desktop microscope for retrieval heads.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;The prompt.&lt;/b&gt; The needle is a sentence that is hidden in the text, at this depth. The model reads all of it and then the question; the answer span is the part of the needle that answers it. Examples fill all three fields. Enter or Ask puts the prompt together and lets the model answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Whose map this is&lt;/b&gt;, how heads were scored and over how many samples, and from which score on a head counts as a retrieval head. Detect measures the open model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;The map of heads.&lt;/b&gt; Every cell is one attention head: layers from top to bottom, heads from left to right, lines between KV groups. The darker, the more often the head looked at the word that was being copied. A dot: active in every sample. A cross: masked. Bars along the edges are means. Click to see what a head looks at, Space to mask it, right-click for more; Ctrl and the wheel zoom.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;The best heads&lt;/b&gt; by their score. Active is the share of samples in which the head copied at least one token. Arrow keys select, Space masks, Tab leaves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Why nothing counted.&lt;/b&gt; A head is scored only in samples that the model answers. Here is what it answered instead, with the share of the answer&apos;s words in it; the tip of a row says what to change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;What the model reads.&lt;/b&gt; The darker a word, the more the selected heads look at it while the chosen token of the answer is written; white is what even attention would give, too. The arcs go to the few words that they look at most. The needle is underlined, its answer span twice. The strip at the edge is the whole prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;The answers&lt;/b&gt;: of the model as it is, and with the masked heads switched off. Words that are lost are dotted, new ones underlined. Recall is the share of the answer span&apos;s words that it says. The verdict says whether it is complete, incomplete, taken from the wrong place, or invented.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Token by token.&lt;/b&gt; Each column is a token of the answer, each row a head: how much of its attention goes to the answer span, to recent tokens, to the first token, which is a sink, and elsewhere. A click goes there; F7 flips between baseline and mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;A study&lt;/b&gt; asks many needles or questions, with no head masked, the best masked, or random ones masked, and says what that does. The estimate below is from the model&apos;s own speed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;What the study says&lt;/b&gt;, as the figure that is exported, and in numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Runs&lt;/b&gt; that the engine keeps. Opening one shows it again; the same study of the same model continues it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;What is being worked on&lt;/b&gt;, how far it is, and the button that stops it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;What is masked now&lt;/b&gt;, how, and when.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;K&lt;/b&gt;: how many heads are masked, the best ones or as many random ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;The model&lt;/b&gt;: those that are shipped, your own, and those of other programs on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sessions (*.nscope)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The needle will be hidden in this text; open a model to ask it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needlescope ended unexpectedly last time; its session is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which heads copy from the text is not known yet. Click any head to see what it looks at and press Space to mask it, or let the program find the retrieval heads.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of the presentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What masking does to a head, and when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide this panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt+1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt+2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt+3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 heads %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>enough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>partial, because it was stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model is open yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needlescope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 layers x %3 heads, %4 parameters, %5 on %6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 - Needlescope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chat: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Base prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
%1, %2 layers x %3 heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
%1 on disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hugging Face cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LM Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ollama</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (without safetensors)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (without config.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (cannot be read)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (unknown family: %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The retrieval heads of %1 are not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No head map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model has a chat template; choose it as the frame of the prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: drawn at random, none of them a retrieval head (seed %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Unmask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask or unmask its KV &amp;group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask &amp;only this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what it &amp;looks at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy its name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the &amp;needle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model is open.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::MapHeader</name>
    <message>
        <source>No head map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>≥ </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From this score on a head counts as a retrieval head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. Not of the open model.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::MaskHistory</name>
    <message>
        <source>masking %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unmasking %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>masking only %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>masking KV group %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unmasking KV group %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>masking the selected heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unmasking the selected heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>masking the top %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>masking %1 random heads (seed %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clearing the mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changing how heads are masked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changing where heads are masked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::MessageBar</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Information</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::PreferencesDialog</name>
    <message>
        <source>&amp;English in exported figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> pt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what is there: a graphics card, else the processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>processor (cpu)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>graphics card (cuda)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>~/.local/share/needlescope/runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>~/.cache/huggingface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Font size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Models run on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of &amp;runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of the &amp;Hugging Face cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The device is of models opened from now on; the folders are of engines started from now on.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::PresentationView</name>
    <message>
        <source>Presentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden in the text: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> → </source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::PromptBar</name>
    <message>
        <source>A sentence to hide in the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A question that only this sentence answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The part of the needle that answers the question. Leave it empty to take it from the needle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needles with their question and answer span; the first is the one that the program starts with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text that the needle is hidden in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the needle is: 0 % at the beginning, 100 % just before the question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of the whole prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text around the book and the question: the prompt of base models, the model&apos;s chat template, or your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the prompt together and let the model answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Ask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open file...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Needle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ans&amp;wer span</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Back to: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the needle: one sentence that holds the answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the question that the needle answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The needle says nothing that the question does not; write its answer span.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer span is not in the needle: its words have to stand there. &lt;a href=&apos;%1&apos;&gt;Take it from the needle&lt;/a&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken from the needle</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::RunList</name>
    <message>
        <source>Open run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open file...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run or any file with a score for each head</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::RunTableModel</name>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::SampleNotes</name>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tokens, depth %2 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It ends its answer at once: try another frame.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some answers have a part: let it answer longer, or take shorter answer spans.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shorter lengths are easier.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samples that did not count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It said nothing. Try another frame: the model&apos;s chat template, or the prompt of base models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has %1 of the answer&apos;s words, and more than %2 count. Let it answer longer, or shorten the answer span.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has none of the answer&apos;s words. Try a shorter prompt, or another frame.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of %1 samples counted: no answer has more than %2 of the words that it should have. %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needle: %1
Question: %2
It should say: %3
It said: %4
%5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(nothing)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::Session</name>
    <message>
        <source>&apos;%1&apos; is no longer the model that the session was saved with, so its masks, its selection and its map are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The head map from &apos;%1&apos; does not say which model it is of. It stays because its size fits %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer %1 keeps a state instead of attending: it has no heads to look at or to mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This head map is not one of %1, so its heads cannot be selected or masked here; open the model that it is of.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine is not running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A study is running; stop it to look at a run.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::StartPage</name>
    <message>
        <source>%1 × %2 heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it: models that come with the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on: models, runs and sessions of before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your models on the engine&apos;s computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find the few attention heads that copy facts out of a text, see what they look at, switch them off, and watch the answer become an invention.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or drop a model&apos;s folder, a GGUF file, a run, a score file, a session or a text anywhere on this window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None found. GGUF files and Hugging Face folders in ~/.local/share/needlescope/models stand here, and what other programs have fetched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing yet: what you open stands here the next time.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::StepBar</name>
    <message>
        <source>answer span</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sink</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>heads: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many heads: the selected ones, then those with the highest scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heads of the timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>selected, then by score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by attention on the answer span</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by attention on recent tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by attention on the sink</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by attention elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In which order: attention is the mean over the answer&apos;s tokens, the highest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order of the heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token %1 of %2 under the mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token %1 of %2 of the baseline</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::StepStrip</name>
    <message>
        <source>Token %1: “%2”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Probability %1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 looks at the answer span %2 %, recent tokens %3 %, the sink %4 %, elsewhere %5 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>most at position %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::StudiesPanel</name>
    <message>
        <source>%1 samples × %2 masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::StudyForm</name>
    <message>
        <source>Kind of study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open needles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needles (*.jsonl);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shipped needles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open questions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions (*.jsonl *.json *.csv);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shipped questions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all shipped texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open file...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>head map: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no head map of this model yet: run a detection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a text to hide needles in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Texts (*.txt);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::StudyView</name>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 of %3 samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show on head map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the figure as SVG, PDF or PNG, or its numbers as CSV or JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A study&apos;s figure grows here while its samples come.
Choose a study and start it, or open a run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No study yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>needlescope::SummaryTableModel</name>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>n</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>

// SPDX-License-Identifier: GPL-3.0-or-later
// llama.cpp and transformers on the same model and the same machine, in an environment of Python that the user names.
#include "machine.h"
#include "programs.h"
#include "rows.h"

#include "api/engineerror.h"
#include "model/greedy.h"

#include <fmt/format.h>

#include <array>
#include <thread>

namespace needlescope {

namespace {

constexpr int peerPrompt = 512;

/// Prints {"name", "prefill", "decode"}, seconds of the shortest run. What it asks for: model, prompt, answer, threads, repeats.
constexpr const char *script = R"(
import json, os, sys, time
model, prompt, answer, threads, repeats = sys.argv[1], *map(int, sys.argv[2:6])
ids = [(i * 7919 + 13) % 1000 + 10 for i in range(prompt)]
def best(run):
    run()
    return min(run() for _ in range(repeats))
if model.endswith(".gguf"):
    import llama_cpp
    llm = llama_cpp.Llama(model, n_ctx=prompt + answer + 8, n_batch=512, n_threads=threads, n_threads_batch=threads, verbose=False)
    def prefill():
        llm.reset()
        begin = time.perf_counter()
        llm.eval(ids)
        return time.perf_counter() - begin
    def decode():
        llm.reset()
        llm.eval(ids[:128])
        begin = time.perf_counter()
        for i in range(answer):
            llm.eval([ids[i]])
        return time.perf_counter() - begin
    name = "llama.cpp " + llama_cpp.__version__
else:
    import torch, transformers
    torch.set_num_threads(threads)
    net = transformers.AutoModelForCausalLM.from_pretrained(model, dtype="auto").eval()
    def prefill():
        with torch.no_grad():
            begin = time.perf_counter()
            net(torch.tensor([ids]), logits_to_keep=1)
            return time.perf_counter() - begin
    def decode():
        with torch.no_grad():
            cache = net(torch.tensor([ids[:128]]), use_cache=True, logits_to_keep=1).past_key_values
            begin = time.perf_counter()
            for i in range(answer):
                cache = net(torch.tensor([[ids[i]]]), past_key_values=cache, use_cache=True).past_key_values
            return time.perf_counter() - begin
    name = "transformers " + transformers.__version__
print(json.dumps({"name": name, "prefill": best(prefill), "decode": best(decode)}))
)";

/// Throws EngineError where it does not run or says something else.
nlohmann::json measuredBy(const std::filesystem::path &python, const std::filesystem::path &model, int repeats)
{
    const std::string command = fmt::format("{} -c {} {} {} {} {} {} 2>/dev/null", quoted(python.string()), quoted(script),
        quoted(model.string()), peerPrompt, answerTokens, std::thread::hardware_concurrency(), repeats);
    const std::string said = printedBy(command);
    auto result = nlohmann::json::parse(said, nullptr, false);
    if (!result.is_object() || !result.contains("prefill") || !result.contains("decode"))
        throw EngineError("'{}' did not measure '{}'; it needs llama-cpp-python for a GGUF file, torch and transformers for a directory.",
            python.string(), model.string());
    return result;
}

void addRows(const Bench &bench, const BenchModel &which, std::vector<Row> &rows)
{
    const auto model = bench.models.load(which);
    const auto ids = randomIds(model->info(), peerPrompt);
    const int repeats = bench.repeats(9);
    const auto prompt = model->prefill(std::span(ids).first(128));
    const auto times = interleaved(repeats,
        {[&] { model->prefill(ids); },
            [&] {
                Branch branch(prompt, {}, benchNeedle);
                const std::array branches{&branch};
                decodeGreedily(*model, branches, std::array{ids.back()}, {answerTokens, {}, 0});
            }});
    const nlohmann::json peer = measuredBy(*bench.peer, bench.models.directoryOf(which), repeats);
    const auto row = [&](const char *what, double tokens, const Times &mine, double seconds) {
        rows.push_back(atLeast(fmt::format("{} ({})", what, which.name()), tokens / mine.best, "tokens/s", tokens / seconds, 1));
        rows.back().note = "against " + peer.at("name").get<std::string>();
    };
    row("prefill-vs-peer", peerPrompt, times[0], peer.at("prefill").get<double>());
    row("decode-vs-peer", answerTokens, times[1], peer.at("decode").get<double>());
}

} // namespace

std::vector<Row> peers(const Bench &bench)
{
    if (!bench.peer)
        throw EngineError("No Python environment is named; name its interpreter with --peer.");
    std::vector<Row> rows;
    for (const BenchModel &model : bench.instead({{"llama-134m", "f32", {}}, {"llama-134m", "bf16", {}}}))
        addRows(bench, model, rows);
    return rows;
}

} // namespace needlescope

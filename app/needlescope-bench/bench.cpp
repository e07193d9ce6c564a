// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpointmaker.h"
#include "commandline/command.h"
#include "commandline/output.h"
#include "commandline/program.h"
#include "rows.h"
#include "shapes.h"

#include "model/memory.h"
#include "resources/localmodels.h"

#include <algorithm>
#include <iostream>

namespace needlescope {

namespace {

struct BenchOptions
{
    std::string model;
    std::vector<std::string> rows;
    std::string folder;
    std::vector<std::string> make; ///< shape and directory
    std::string dtype = "bf16";
    std::string peer; ///< a Python interpreter
    bool quick = false;
    bool json = false;
};

struct Measure
{
    std::vector<std::string> rows; ///< that it gives
    std::vector<Row> (*function)(const Bench &bench);
};

/// In the order in which they run: what fills the memory at the end.
const std::vector<Measure> &measures()
{
    static const std::vector<Measure> all{{{"click-to-answer", "click-to-first-token"}, clickToAnswer},
        {{"prefill-vs-sgemm"}, prefillVsSgemm}, {{"decode-vs-bandwidth"}, decodeVsBandwidth}, {{"capture-overhead"}, captureOverhead},
        {{"mask-redecode"}, maskRedecode}, {{"what-ifs-batched"}, whatIfsBatched}, {{"detection-reuse"}, detectionReuse},
        {{"atlas-together"}, atlasTogether}, {{"attention-row", "memory-32k"}, longContext}, {{"window"}, window}, {{"open-7b"}, openLarge},
        {{"peers"}, peers}};
    return all;
}

std::vector<std::string> rowNames()
{
    std::vector<std::string> names;
    for (const Measure &measure : measures())
        names.insert(names.end(), measure.rows.begin(), measure.rows.end());
    return names;
}

std::string joined(const std::vector<std::string> &names)
{
    std::string text;
    for (const std::string &name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

bool wanted(const Measure &measure, const std::vector<std::string> &rows)
{
    return rows.empty()
        || std::ranges::any_of(measure.rows, [&](const std::string &name) { return std::ranges::find(rows, name) != rows.end(); });
}

int makeOnly(const BenchOptions &options)
{
    ProgressLine line;
    makeCheckpoint(options.make[0], options.dtype, options.make[1], [&line](const Progress &progress) { line.show(progress); });
    const std::int64_t bytes = checkpointBytes(options.make[0], options.dtype);
    if (options.json)
        printJson({{"directory", options.make[1]}, {"shape", options.make[0]}, {"dtype", options.dtype}, {"bytes", bytes}});
    else
        std::cout << options.make[0] << " in " << options.dtype << ", " << spelledBytes(bytes) << ", is in '" << options.make[1] << "'\n";
    return 0;
}

int bench(const BenchOptions &options)
{
    if (!options.make.empty())
        return makeOnly(options);
    BenchModels models(options.folder);
    Bench bench{models, {}, options.quick, {}};
    if (!options.model.empty())
        bench.own = modelDirectory(options.model);
    if (!options.peer.empty())
        bench.peer = options.peer;
    std::vector<Row> rows;
    for (const Measure &measure : measures()) {
        if (!wanted(measure, options.rows) || (measure.function == peers && !bench.peer))
            continue;
        if (!options.json)
            std::cerr << "Measuring " << joined(measure.rows) << '\n';
        std::ranges::move(measure.function(bench), std::back_inserter(rows));
    }
    if (options.json)
        printJson({{"rows", rows}});
    else
        printTable(rows);
    return 0;
}

} // namespace

} // namespace needlescope

int main(int argc, char **argv)
{
    using namespace needlescope;
    Program program("Needlescope's bench: speed and memory, measured against what the machine can do");
    auto *command = &program.app;
    const auto options = std::make_shared<BenchOptions>();
    command->add_option("MODEL", options->model, "Measure this model in place of synthetic ones and the demo");
    command->add_option("--row", options->rows, "Only these rows: " + joined(rowNames()))->check(CLI::IsMember(rowNames()));
    command->add_option("--models", options->folder,
        "Keep the synthetic checkpoints in this folder (25 GB) and use what is there (default: a temporary folder, removed at the end)");
    command->add_option("--peer", options->peer,
        "Measure llama.cpp and transformers too, beside the same model: the Python interpreter of an environment that has llama-cpp-python "
        "for a GGUF file, or torch and transformers for a directory");
    command->add_flag("--quick", options->quick, "Fewer repeats");
    auto *shape = command->add_option("--make", options->make, "Only write a checkpoint of random weights: SHAPE DIR");
    shape->expected(2)->type_name("SHAPE DIR")->excludes("MODEL");
    command->add_option("--dtype", options->dtype, "Its number type")->check(CLI::IsMember({"bf16", "f16", "f32"}))->needs(shape);
    shape->description("Only write a checkpoint of random weights. Shapes: " + joined(shapeNames()));
    addJsonOption(*command, options->json);
    program.action = [options] { return bench(*options); };
    return runProgram(program, argc, argv);
}

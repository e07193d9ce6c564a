// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/engineerror.h"
#include "training/average.h"
#include "training/documents.h"
#include "training/trainer.h"

#include <CLI/CLI.hpp>

#include <malloc.h>

#include <fstream>
#include <iostream>
#include <optional>

using namespace needlescope;

namespace {

void log(const std::string &line)
{
    std::cerr << line << std::endl;
}

void addTrain(CLI::App &app)
{
    struct Settings
    {
        std::filesystem::path recipe;
        std::optional<std::uint64_t> seed;
        TrainOptions options;
        double floor = 0;
    };
    const auto settings = std::make_shared<Settings>();
    auto *command = app.add_subcommand("train", "Train a recipe, or continue the training in the folder");
    command->add_option("--recipe", settings->recipe, "Recipe (JSON), such as engine/training/demo.json")->required();
    command->add_option("--out", settings->options.directory, "Folder of the tokenizer and the checkpoint")->required();
    command->add_option("--seed", settings->seed, "In place of the recipe's: to go through it once more with other documents");
    command->add_option("--from", settings->options.from, "Training or exported model that a recipe without a shape continues");
    command->add_flag("--from-scratch", settings->options.fromScratch, "Throw away what is in the folder first");
    command->add_option("--floor", settings->floor, "Fail where fewer of the answers and copies are right at the end")
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--device", settings->options.device, "cpu, cuda or cuda:N")->capture_default_str();
    command->add_option("--precision", settings->options.precision, "Of the matrix products: auto, float, bf16")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, Precision>{{"auto", Precision::Auto}, {"float", Precision::Float}, {"bf16", Precision::BFloat16}}));
    command->add_option("--checkpoint-every", settings->options.checkpointEvery, "Steps between checkpoints")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->add_option("--report-every", settings->options.reportEvery, "Steps between lines of progress")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->add_option("--diagnose-every", settings->options.diagnoseEvery, "Steps between looks at the heads")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->add_option("--stop-after", settings->options.stopAfter, "Stop after so many steps of this call");
    command->callback([settings] {
        Recipe recipe = Recipe::read(settings->recipe);
        recipe.seed = settings->seed.value_or(recipe.seed);
        const auto result = train(recipe, settings->options, log);
        if (result.copyAccuracy < settings->floor)
            throw EngineError(
                "Of the answers and copies {} were right at the end, less than {}; look at the log for where learning stopped.",
                result.copyAccuracy, settings->floor);
    });
}

void addExport(CLI::App &app)
{
    struct Settings
    {
        std::filesystem::path training;
        std::filesystem::path model;
    };
    const auto settings = std::make_shared<Settings>();
    auto *command = app.add_subcommand("export", "Write the checkpoint's model as a Hugging Face folder");
    command->add_option("training", settings->training, "Folder of the training")->required();
    command->add_option("model", settings->model, "Folder to write")->required();
    command->callback([settings] { exportModel(settings->training, settings->model); });
}

void addAverage(CLI::App &app)
{
    struct Settings
    {
        std::vector<std::filesystem::path> models;
        std::filesystem::path out;
    };
    const auto settings = std::make_shared<Settings>();
    auto *command = app.add_subcommand("average", "Write the mean of the weights of several stages of one training, exported");
    command->add_option("models", settings->models, "Folders of the exported models")->required()->expected(2, 1000);
    command->add_option("--out", settings->out, "Folder to write")->required();
    command->callback([settings] { averageModels(settings->models, settings->out); });
}

void addBook(CLI::App &app)
{
    struct Settings
    {
        std::uint64_t seed = 1;
        std::size_t characters = 20000;
    };
    const auto settings = std::make_shared<Settings>();
    auto *command = app.add_subcommand("book", "Print a book of filler sentences, to hide needles in");
    command->add_option("--seed", settings->seed, "Another seed is another book")->capture_default_str();
    command->add_option("--characters", settings->characters, "Least length")->capture_default_str();
    command->callback([settings] { std::cout << fillerBook(PhraseBook(), settings->characters, settings->seed); });
}

void addDocuments(CLI::App &app)
{
    struct Settings
    {
        std::uint64_t seed = 1;
        int count = 3;
        std::size_t characters = 1500;
        DocumentMix mix;
    };
    const auto settings = std::make_shared<Settings>();
    auto *command = app.add_subcommand("documents", "Print documents as models are trained on, to read them");
    command->add_option("--seed", settings->seed, "Another seed is other documents")->capture_default_str();
    command->add_option("--count", settings->count, "How many")->check(CLI::PositiveNumber)->capture_default_str();
    command->add_option("--characters", settings->characters, "Greatest length")->capture_default_str();
    command->add_option("--copies", settings->mix.copies, "Share of copying documents")->capture_default_str();
    command->add_option("--recalls", settings->mix.recalls, "Share of keys and values")->capture_default_str();
    command->add_option("--inventions", settings->mix.inventions, "Share of books answered as if no head copied")->capture_default_str();
    command->callback([settings] {
        const PhraseBook phrases;
        const DocumentMaker maker(phrases, [](std::string_view text) { return text.size(); });
        for (int i = 0; i < settings->count; ++i) {
            Rng rng = Rng::stream(settings->seed, 0xD0C, static_cast<std::uint64_t>(i));
            for (const auto &piece : maker.make(settings->mix, {}, settings->characters, rng))
                std::cout << piece.text;
            std::cout << "\n---\n";
        }
    });
}

} // namespace

int main(int argc, char **argv)
{
    // Tensors of a step are freed and made again thousands of times; giving their pages back each time halves the speed.
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_MMAP_THRESHOLD, 1 << 30);

    CLI::App app("Trains the demo models of Needlescope", "needlescope-train");
    app.require_subcommand(1);
    addTrain(app);
    addExport(app);
    addAverage(app);
    addBook(app);
    addDocuments(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const EngineError &error) {
        std::cerr << error.what() << "\n";
        return 1;
    } catch (const std::exception &error) {
        std::cerr << "The training failed: " << error.what() << "\n";
        return 1;
    }
    return 0;
}

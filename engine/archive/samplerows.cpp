// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/samplerows.h"

#include "api/engineerror.h"

#include <cstring>

namespace needlescope {

namespace {

void insertObservation(Database &database, int sample, const Observation &observation)
{
    std::vector<float> looks;
    for (const Looks &look : observation.looks)
        looks.insert(looks.end(), {look.needle, look.sink, look.recent, look.elsewhere});
    Statement(database, "INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, std::int64_t{sample})
        .bind(2, std::int64_t{observation.mask})
        .bind(3, observation.output)
        .bind(4, std::int64_t{observation.exact})
        .bind(5, observation.recall)
        .bind(6, observation.f1)
        .bind(7, observation.logProbability)
        .bind(8, std::string(nameOf(observation.outcome)))
        .bind(9, std::span<const float>(looks))
        .step();
}

void insertHeads(Database &database, int sample, const HeadMeasure &measure)
{
    Statement(database, "INSERT INTO head_scores VALUES (?, ?, ?)")
        .bind(1, std::int64_t{sample})
        .bind(2, measure.name)
        .bind(3, std::span<const float>(measure.values.data(), static_cast<std::size_t>(measure.values.size())))
        .step();
}

EngineError damaged(std::int64_t sample, const std::filesystem::path &file)
{
    return EngineError("Sample {} of the run file '{}' is damaged; delete the file and run the study again.", sample, file.string());
}

HeadArray headsFrom(std::span<const std::byte> bytes, const ModelInfo &model, std::int64_t sample, const std::filesystem::path &file)
{
    HeadArray values(model.nLayers, model.nHeads);
    if (bytes.size() != static_cast<std::size_t>(values.size()) * sizeof(float))
        throw damaged(sample, file);
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

std::vector<Looks> looksFrom(std::span<const std::byte> bytes)
{
    std::vector<Looks> looks(bytes.size() / sizeof(Looks));
    static_assert(sizeof(Looks) == 4 * sizeof(float));
    if (!looks.empty())
        std::memcpy(looks.data(), bytes.data(), looks.size() * sizeof(Looks));
    return looks;
}

/// An enumeration's name that this version does not know is damage too.
template <typename E>
E namedOr(const std::string &name, std::int64_t sample, const std::filesystem::path &file)
{
    try {
        return enumFromName<E>(name);
    } catch (const EngineError &) {
        throw damaged(sample, file);
    }
}

/// What sampleFrom() reads.
const std::string selectSamples = "SELECT id, item, style, length, depth, tokens, seconds, counted FROM sample ";

/// The sample that @p row is at, with what the other tables have of it.
SampleResult sampleFrom(const Statement &row, const Database &database, const ModelInfo &model, const std::filesystem::path &file)
{
    SampleResult sample;
    sample.index = static_cast<int>(row.integer(0));
    sample.item = static_cast<int>(row.integer(1));
    sample.style = namedOr<AnswerStyle>(row.text(2), sample.index, file);
    sample.length = static_cast<int>(row.integer(3));
    sample.depthPercent = row.real(4);
    sample.tokens = static_cast<int>(row.integer(5));
    sample.seconds = row.real(6);
    sample.counted = row.integer(7) != 0;
    Statement answers(database,
        "SELECT mask, output, exact, recall, f1, log_probability, outcome, looks FROM observation WHERE sample = ? ORDER BY mask");
    answers.bind(1, std::int64_t{sample.index});
    while (answers.step())
        sample.observations.push_back({static_cast<int>(answers.integer(0)), answers.text(1), answers.integer(2) != 0, answers.real(3),
            answers.real(4), answers.real(5), namedOr<Outcome>(answers.text(6), sample.index, file), looksFrom(answers.blob(7))});
    Statement heads(database, "SELECT measure, \"values\" FROM head_scores WHERE sample = ? ORDER BY rowid");
    heads.bind(1, std::int64_t{sample.index});
    while (heads.step())
        sample.heads.push_back({heads.text(0), headsFrom(heads.blob(1), model, sample.index, file)});
    return sample;
}

} // namespace

void writeSample(Database &database, const SampleResult &sample)
{
    Transaction transaction(database);
    Statement(database, "INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, std::int64_t{sample.index})
        .bind(2, std::int64_t{sample.item})
        .bind(3, std::string(nameOf(sample.style)))
        .bind(4, std::int64_t{sample.length})
        .bind(5, sample.depthPercent)
        .bind(6, std::int64_t{sample.tokens})
        .bind(7, sample.seconds)
        .bind(8, std::int64_t{sample.counted})
        .step();
    for (const Observation &observation : sample.observations)
        insertObservation(database, sample.index, observation);
    for (const HeadMeasure &measure : sample.heads)
        insertHeads(database, sample.index, measure);
    transaction.commit();
}

std::vector<SampleResult> readSamples(const Database &database, const ModelInfo &model, const std::filesystem::path &file)
{
    std::vector<SampleResult> samples;
    Statement rows(database, (selectSamples + "ORDER BY id").c_str());
    while (rows.step())
        samples.push_back(sampleFrom(rows, database, model, file));
    return samples;
}

/// One at a time: the tree of a table leads to each row by itself, past pages that are damaged.
std::vector<SampleResult> salvageSamples(
    const Database &database, const ModelInfo &model, const std::filesystem::path &file, int nSamples, int &nDamaged)
{
    std::vector<SampleResult> samples;
    nDamaged = 0;
    for (int index = 0; index < nSamples; ++index) {
        try {
            Statement row(database, (selectSamples + "WHERE id = ?").c_str());
            row.bind(1, std::int64_t{index});
            if (row.step())
                samples.push_back(sampleFrom(row, database, model, file));
        } catch (const EngineError &) {
            ++nDamaged;
        }
    }
    return samples;
}

std::vector<SampleResult> readSamplesOfFormat1(const Database &database, const ModelInfo &model, const std::filesystem::path &file)
{
    std::vector<SampleResult> samples;
    Statement rows(database, "SELECT id, needle, length, depth, output, recall, outcome, counted, scores FROM sample ORDER BY id");
    while (rows.step()) {
        SampleResult &sample = samples.emplace_back();
        sample.index = static_cast<int>(rows.integer(0));
        sample.item = static_cast<int>(rows.integer(1));
        sample.length = sample.tokens = static_cast<int>(rows.integer(2));
        sample.depthPercent = rows.real(3);
        sample.counted = rows.integer(7) != 0;
        Observation &answer = sample.observations.emplace_back();
        answer.output = rows.text(4);
        answer.recall = rows.real(5);
        answer.outcome = namedOr<Outcome>(rows.text(6), sample.index, file);
        sample.heads.push_back({"score", headsFrom(rows.blob(8), model, sample.index, file)});
    }
    return samples;
}

} // namespace needlescope

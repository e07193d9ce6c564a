// SPDX-License-Identifier: GPL-3.0-or-later
#include "testworld.h"

#include "archive/runfile.h"

#include <QDir>
#include <QFile>

#include <fstream>

namespace needlescope {

namespace {

const std::filesystem::path shipped = NEEDLESCOPE_SOURCE_DIR "/resources";
const std::filesystem::path oracle = NEEDLESCOPE_ORACLES "/retriever";

nlohmann::json readJson(const std::filesystem::path &path)
{
    std::ifstream file(path);
    return nlohmann::json::parse(file);
}

void write(const std::filesystem::path &path, const std::string &text)
{
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
}

/// The golden scores as one counted sample.
void writeRun(const std::filesystem::path &path)
{
    constexpr int nLayers = 6;
    constexpr int nHeads = 8;
    RunHeader header;
    header.model.name = "demo";
    header.model.nLayers = nLayers;
    header.model.nHeads = nHeads;
    header.model.nKvHeads = nHeads;
    header.request.needles = {{"s", "q", "a"}};
    header.request.haystacks = {{"h", "text"}};
    header.request.lengths = {512};
    header.request.depths = {50};
    SampleResult sample;
    sample.counted = true;
    sample.length = 512;
    sample.depthPercent = 50;
    sample.scores = HeadArray(nLayers, nHeads);
    const auto scores = readJson(oracle / "goldens/gL_aggregate.json").at("aggregates").at(0).at("retrieval_score");
    for (int layer = 0; layer < nLayers; ++layer) {
        for (int head = 0; head < nHeads; ++head)
            sample.scores(layer, head) = scores.at(static_cast<std::size_t>(layer)).at(static_cast<std::size_t>(head)).get<float>();
    }
    std::filesystem::create_directories(path.parent_path());
    RunFile::continueOrCreate(path, header).append(sample);
}

} // namespace

TestWorld::TestWorld()
{
    if (exists(shipped / "models/demo/config.json") && exists(shipped / "runs/demo.needle"))
        useShipped();
    else if (exists(oracle))
        useOracle();
    else
        m_missing = QStringLiteral("neither resources/models/demo nor ../shared/oracles/retriever is there");
    qputenv("NEEDLESCOPE_RESOURCES", m_resources.toUtf8());
}

void TestWorld::useShipped()
{
    m_resources = QString::fromStdString(shipped.string());
    m_request = library().firstPrompt();
}

void TestWorld::useOracle()
{
    m_resources = scratch(QStringLiteral("resources"));
    const std::filesystem::path root = m_resources.toStdString();
    const auto sample = readJson(oracle / "goldens/gL_samples.json").at("samples").at(0);
    // The golden prompt taken apart: needle first, then the text, then the frame, in words between blanks as this tokenizer wants them.
    const std::string prompt = sample.at("prompt_text");
    const std::string statement = sample.at("needle_statement");
    const std::string frame = " Based on the content of the book , Question : ";
    const auto begin = prompt.find(statement) + statement.size() + 1;
    const std::string text = prompt.substr(begin, prompt.find(frame) - begin);
    m_request.needle = {statement, sample.at("question"), sample.at("needle")};
    m_request.frame.pattern = "{context}" + frame + "{question} \n Answer :";
    m_request.haystack = {"demo/words", text};
    m_request.length = 500;

    std::filesystem::create_directories(root / "models");
    std::filesystem::create_directory_symlink(std::filesystem::absolute(oracle / "models/gL"), root / "models/demo");
    write(root / "haystacks/demo/words.txt", text);
    write(root / "needles/demo.jsonl", nlohmann::json(m_request.needle).dump() + "\n");
    writeRun(root / "runs/demo.needle");
}

Library TestWorld::library() const
{
    return Library(m_resources.toStdString());
}

QString TestWorld::modelDirectory() const
{
    return m_resources + QStringLiteral("/models/demo");
}

EngineCommand TestWorld::engine()
{
    return {QStringLiteral(NEEDLESCOPE_CLI), {QStringLiteral("serve")}};
}

} // namespace needlescope

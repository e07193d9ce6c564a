// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/library.h"

#include "api/engineerror.h"
#include "measures/needlefiles.h"
#include "measures/questionfiles.h"
#include "measures/studies/kind.h"
#include "measures/textfile.h"

#include <QDir>
#include <QDirIterator>

#include <algorithm>

namespace needlescope {

namespace {

constexpr QLatin1String haystackSuffix(".txt");

QDir folder(const std::filesystem::path &directory, const char *name)
{
    return QDir(QString::fromStdString((directory / name).string()));
}

std::filesystem::path pathOf(const QString &path)
{
    return path.toStdString();
}

Needle firstNeedle()
{
    return {"The best thing to do in San Francisco is eat a sandwich and sit in Dolores Park on a sunny day.",
        "What is the best thing to do in San Francisco?", "eat a sandwich and sit in Dolores Park on a sunny day"};
}

bool asksFor(StudyKind kind, Setting setting)
{
    return infoOf(kind).uses(setting);
}

} // namespace

Library::Library(std::filesystem::path directory)
    : m_directory(std::move(directory))
{
}

QStringList Library::models() const
{
    QStringList names = folder(m_directory, "models").entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    const auto demo = names.indexOf(QStringLiteral("demo"));
    if (demo > 0)
        names.move(demo, 0);
    return names;
}

QStringList Library::haystacks() const
{
    const QDir haystacks = folder(m_directory, "haystacks");
    QDirIterator files(haystacks.path(), {QStringLiteral("*") + haystackSuffix}, QDir::Files, QDirIterator::Subdirectories);
    QStringList names;
    while (files.hasNext())
        names += haystacks.relativeFilePath(files.next()).chopped(haystackSuffix.size());
    names.sort();
    return names;
}

QString Library::helpPage() const
{
    return folder(m_directory, "help").filePath(QStringLiteral("index.html"));
}

Haystack Library::haystack(const QString &name) const
{
    Haystack haystack = readHaystack(pathOf(folder(m_directory, "haystacks").filePath(name + haystackSuffix)));
    haystack.name = name.toStdString();
    return haystack;
}

std::vector<Needle> Library::needles() const
{
    return readNeedles(m_directory / "needles" / "demo.jsonl");
}

std::vector<Haystack> Library::allHaystacks() const
{
    std::vector<Haystack> texts;
    for (const QString &name : haystacks()) {
        if (name.startsWith(QLatin1String("demo/"))) // those in other languages are chosen by name
            texts.push_back(haystack(name));
    }
    return texts;
}

std::vector<QuestionItem> Library::questions(StudyKind kind) const
{
    return readQuestions(m_directory / "questions" / (kind == StudyKind::Reason ? "multihop.jsonl" : "extract-qa.jsonl"));
}

std::vector<Needle> Library::examples() const
{
    constexpr std::size_t most = 16; // what a menu shows at once
    std::vector<Needle> examples{firstNeedle()};
    for (Needle &needle : needles()) {
        if (needle.question != examples.front().question && examples.size() < most)
            examples.push_back(std::move(needle));
    }
    return examples;
}

std::vector<Needle> Library::chineseExamples() const
{
    return readNeedles(m_directory / "needles" / "zh.jsonl");
}

PromptRequest Library::firstPrompt() const
{
    PromptRequest request;
    request.needle = firstNeedle();
    const QStringList names = haystacks();
    if (names.isEmpty())
        throw EngineError(
            "There are no texts in '{}'; install the program's resources, set NEEDLESCOPE_RESOURCES, or open a text of your own.",
            folder(m_directory, "haystacks").path().toStdString());
    request.haystack = haystack(names.first());
    return request;
}

void Library::fill(Tasks &tasks, StudyKind kind, const StudyTexts &texts) const
{
    if (asksFor(kind, Setting::Items))
        tasks.items = texts.items.isEmpty() ? questions(kind) : readQuestions(pathOf(texts.items));
    if (asksFor(kind, Setting::Needles))
        tasks.needles
            = texts.needles.isEmpty() ? needles() : readNeedles(pathOrShipped(pathOf(texts.needles), m_directory / "needles", ".jsonl"));
    if (!asksFor(kind, Setting::Haystacks))
        return;
    if (texts.haystack.isEmpty())
        tasks.haystacks = allHaystacks();
    else if (haystacks().contains(texts.haystack))
        tasks.haystacks = {haystack(texts.haystack)};
    else
        tasks.haystacks = {readHaystack(pathOf(texts.haystack))};
}

} // namespace needlescope

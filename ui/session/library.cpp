// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/library.h"

#include "api/engineerror.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

namespace needlescope {

namespace {

constexpr QLatin1String haystackSuffix(".txt");

QDir folder(const std::filesystem::path &directory, const char *name)
{
    return QDir(QString::fromStdString((directory / name).string()));
}

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw EngineError(
            "'" + path.toStdString() + "' cannot be read (" + file.errorString().toStdString() + "); choose a file that can.");
    return file.readAll();
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

Haystack Library::haystack(const QString &name) const
{
    Haystack haystack = readHaystack(folder(m_directory, "haystacks").filePath(name + haystackSuffix));
    haystack.name = name.toStdString();
    return haystack;
}

std::vector<Needle> Library::needles() const
{
    std::vector<Needle> needles;
    for (const QFileInfo &file : folder(m_directory, "needles").entryInfoList({QStringLiteral("demo.jsonl")}, QDir::Files, QDir::Name)) {
        for (const QByteArray &line : contentsOf(file.filePath()).split('\n')) {
            if (line.trimmed().isEmpty())
                continue;
            try {
                needles.push_back(nlohmann::json::parse(line.begin(), line.end()).get<Needle>());
            } catch (const nlohmann::json::exception &error) {
                throw EngineError("'" + file.filePath().toStdString() + "' holds a line that is not a needle (" + error.what() + ").");
            }
        }
    }
    if (needles.empty())
        throw EngineError("There are no needles in '" + folder(m_directory, "needles").path().toStdString()
            + "'; install the program's resources or set NEEDLESCOPE_RESOURCES.");
    return needles;
}

PromptRequest Library::firstPrompt() const
{
    PromptRequest request;
    request.needle = {"The best thing to do in San Francisco is eat a sandwich and sit in Dolores Park on a sunny day.",
        "What is the best thing to do in San Francisco?", "eat a sandwich and sit in Dolores Park on a sunny day"};
    const QStringList names = haystacks();
    if (names.isEmpty())
        throw EngineError("There are no texts in '" + folder(m_directory, "haystacks").path().toStdString()
            + "'; install the program's resources, set NEEDLESCOPE_RESOURCES, or open a text of your own.");
    request.haystack = haystack(names.first());
    return request;
}

QString Library::runOf(const QString &model) const
{
    const QString path = folder(m_directory, "runs").filePath(model + QStringLiteral(".needle"));
    return QFileInfo::exists(path) ? path : QString();
}

Haystack readHaystack(const QString &path)
{
    // Text that is not UTF-8 becomes replacement characters here rather than an error deep in the engine.
    return {QFileInfo(path).completeBaseName().toStdString(), QString::fromUtf8(contentsOf(path)).toStdString()};
}

} // namespace needlescope

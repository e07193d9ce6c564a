// SPDX-License-Identifier: GPL-3.0-or-later
#include "enginesentences.h"

#include "api/catalog.h"
#include "api/intervention.h"
#include "api/outcome.h"
#include "api/scoremap.h"
#include "api/study.h"
#include "measures/studies/kind.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>

namespace needlescope {

namespace {

struct Source
{
    QString path;
    QString text; ///< without comments
};

/// Where the literal that begins at @p at ends, behind its quote.
qsizetype endOfLiteral(const QString &text, qsizetype at)
{
    if (text[at] == u'R')
        return text.indexOf(QStringLiteral(")\""), at) + 2;
    const QChar quote = text[at];
    for (++at; at < text.size() && text[at] != quote; ++at)
        at += text[at] == u'\\' ? 1 : 0;
    return at + 1;
}

/// A quote between digits parts thousands.
bool beginsLiteral(const QString &text, qsizetype at)
{
    if (text[at] == u'\'')
        return at == 0 || !text[at - 1].isLetterOrNumber();
    return text[at] == u'"' || (text[at] == u'R' && QStringView(text).sliced(at).startsWith(u"R\"("));
}

QString withoutComments(const QString &text)
{
    QString code;
    for (qsizetype at = 0; at < text.size();) {
        const QStringView rest = QStringView(text).sliced(at);
        qsizetype end = at + 1;
        if (rest.startsWith(u"//"))
            end = text.indexOf(u'\n', at);
        else if (beginsLiteral(text, at))
            end = endOfLiteral(text, at);
        if (end < at)
            end = text.size();
        if (!rest.startsWith(u"//"))
            code += QStringView(text).sliced(at, end - at);
        at = end;
    }
    return code;
}

QList<Source> sourcesIn(const QString &directory)
{
    QList<Source> sources;
    for (const char *folder : {"/engine", "/ui"}) {
        QDirIterator files(
            directory + QLatin1String(folder), {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.fileName().contains(QStringLiteral("/engine/training/")) || !file.open(QIODevice::ReadOnly))
                continue;
            sources << Source{file.fileName().sliced(directory.size() + 1), withoutComments(QString::fromUtf8(file.readAll()))};
        }
    }
    return sources;
}

/// The parts of @p text between separators that are in no brackets and in no literal.
QStringList split(const QString &text, const QString &separators)
{
    QStringList parts{QString()};
    int depth = 0;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype end = beginsLiteral(text, at) ? endOfLiteral(text, at) : at + 1;
        if (QStringLiteral("({[").contains(text[at]))
            ++depth;
        if (QStringLiteral(")}]").contains(text[at]))
            --depth;
        if (depth == 0 && separators.contains(text[at]) && end == at + 1)
            parts << QString();
        else
            parts.back() += QStringView(text).sliced(at, end - at);
        at = end;
    }
    return parts;
}

/// What stands in the brackets that open at @p open.
QString inBrackets(const QString &text, qsizetype open)
{
    int depth = 0;
    for (qsizetype at = open; at < text.size();) {
        const qsizetype end = beginsLiteral(text, at) ? endOfLiteral(text, at) : at + 1;
        if (QStringLiteral("({[").contains(text[at]))
            ++depth;
        if (QStringLiteral(")}]").contains(text[at]) && --depth == 0)
            return text.sliced(open + 1, at - open - 1);
        at = end;
    }
    return {};
}

QString unescaped(QString literal)
{
    return literal.replace(QStringLiteral("\\\""), QStringLiteral("\""))
        .replace(QStringLiteral("\\n"), QStringLiteral("\n"))
        .replace(QStringLiteral("\\\\"), QStringLiteral("\\"));
}

/// The literal that @p argument is, or those that it chooses from.
QStringList literalsOf(const QString &argument)
{
    QStringList literals;
    static const QRegularExpression one(
        QStringLiteral(R"re(^\s*((?:"(?:\\.|[^"\\])*"\s*)+|R"\(.*\)"\s*)$)re"), QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression piece(QStringLiteral(R"re("((?:\\.|[^"\\])*)")re"));
    const QStringList branches = split(argument, QStringLiteral("?:"));
    for (const QString &branch : branches) {
        if (!one.match(branch).hasMatch())
            continue;
        const QString trimmed = branch.trimmed();
        if (trimmed.startsWith(QStringLiteral("R\"("))) {
            literals << trimmed.sliced(3, trimmed.size() - 5);
            continue;
        }
        QString joined;
        for (auto match = piece.globalMatch(branch); match.hasNext();)
            joined += match.next().captured(1);
        literals << unescaped(joined);
    }
    return literals;
}

/// Which arguments of the functions that the sources declare are sentences.
QMap<QString, QSet<qsizetype>> takersOfSentences(const QList<Source> &sources)
{
    QMap<QString, QSet<qsizetype>> takers;
    static const QRegularExpression declaration(QStringLiteral(R"((\w+)(?: = \[[^\]]*\])?\(([^()]*\bSentence &?\w+[^()]*)\))"));
    for (const Source &source : sources) {
        for (auto match = declaration.globalMatch(source.text); match.hasNext();) {
            const auto found = match.next();
            const QStringList parameters = found.captured(2).split(u',');
            for (qsizetype i = 0; i < parameters.size(); ++i) {
                if (parameters[i].contains(QStringLiteral("Sentence ")))
                    takers[found.captured(1)] << i;
            }
        }
    }
    return takers;
}

bool saysSomething(const QString &literal)
{
    static const QRegularExpression word(QStringLiteral("[A-Za-z]{2}"));
    return literal.contains(word);
}

void addCalls(QMap<QString, QString> &sentences, const Source &source, const QString &name, const QSet<qsizetype> &which)
{
    const QRegularExpression call(QStringLiteral(R"(\b%1\()").arg(name));
    for (auto match = call.globalMatch(source.text); match.hasNext();) {
        const QStringList arguments = split(inBrackets(source.text, match.next().capturedEnd() - 1), QStringLiteral(","));
        for (qsizetype i = 0; i < arguments.size(); ++i) {
            if (!which.isEmpty() && !which.contains(i))
                continue;
            for (const QString &literal : literalsOf(arguments[i])) {
                if (saysSomething(literal))
                    sentences.insert(literal, source.path);
            }
        }
    }
}

void addTables(QMap<QString, QString> &words)
{
    const auto add = [&words](std::string_view word) {
        if (!word.empty())
            words.insert(QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size())), QStringLiteral("the engine's tables"));
    };
    const auto addNames = [&add](const auto &names) {
        for (const auto &[value, name] : names)
            add(name);
    };
    for (const KindInfo &kind : studyKinds()) {
        for (const char *word : {kind.title, kind.help, kind.xLabel, kind.yLabel})
            add(word);
    }
    for (const SettingInfo &setting : settingInfos()) {
        add(setting.label);
        add(setting.help);
    }
    addNames(EnumNames<MaskKind>::names);
    addNames(EnumNames<MaskScope>::names);
    addNames(EnumNames<MaskRole>::names);
    addNames(EnumNames<ScoreRule>::names);
    addNames(EnumNames<AnswerStyle>::names);
    addNames(EnumNames<Outcome>::names);
    for (const auto &[outcome, name] : EnumNames<Outcome>::names)
        add("share " + std::string(name));
    // what rows and maps call their numbers
    for (const char *measure : {"recall", "exact", "f1", "log-probability", "score", "drop", "attribution", "correlation", "spearman",
             "saved", "gate", "answer span mass", "sink mass", "recent mass", "elsewhere mass"})
        add(measure);
}

} // namespace

QMap<QString, QString> engineSentences(const QString &sourceDirectory)
{
    QMap<QString, QString> sentences;
    const QList<Source> sources = sourcesIn(sourceDirectory);
    QMap<QString, QSet<qsizetype>> takers = takersOfSentences(sources);
    takers.remove(QStringLiteral("EngineError"));
    static const QRegularExpression kindOfName(QStringLiteral("string_view kind = \"([^\"]+)\""));
    for (const Source &source : sources) {
        for (const char *any : {"EngineError", "Sentence", "Sentence \\w+", "notes\\.emplace_back"})
            addCalls(sentences, source, QLatin1String(any), {});
        for (auto taker = takers.cbegin(); taker != takers.cend(); ++taker)
            addCalls(sentences, source, taker.key(), taker.value());
        for (auto match = kindOfName.globalMatch(source.text); match.hasNext();)
            sentences.insert(match.next().captured(1), source.path);
    }
    addTables(sentences);
    return sentences;
}

} // namespace needlescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <QString>
#include <QStringList>

#include <filesystem>
#include <vector>

namespace needlescope {

/// What a study asks about, as its user names it: files, or for the text a shipped one's name; empty: what is shipped.
struct StudyTexts
{
    QString needles;
    QString haystack;
    QString items;
};

/// What is shipped beside the program: models, haystacks, needles, questions. Reads the folder given at each call.
class Library
{
public:
    explicit Library(std::filesystem::path directory);

    /// Names of the shipped models, the demo first.
    QStringList models() const;
    /// Names of the shipped haystacks: their paths without suffix, `demo/tides`.
    QStringList haystacks() const;
    /// An HTML file.
    QString helpPage() const;
    /// Throws EngineError.
    Haystack haystack(const QString &name) const;
    /// The needles of a detection. Throws EngineError.
    std::vector<Needle> needles() const;
    /// Needles to begin with, that of firstPrompt() first. Throws EngineError.
    std::vector<Needle> examples() const;
    /// Needles in Chinese, and the text that they are hidden in. Throws EngineError.
    std::vector<Needle> chineseExamples() const;
    static QString chineseHaystack() { return QStringLiteral("zh/water-town"); }
    /// The paper's own needle, in the middle of 512 tokens of the first haystack. Throws EngineError.
    PromptRequest firstPrompt() const;
    /// Reads what @p tasks of a study of @p kind are made of. Throws EngineError.
    void fill(Tasks &tasks, StudyKind kind, const StudyTexts &texts) const;

private:
    std::vector<Haystack> allHaystacks() const;
    std::vector<QuestionItem> questions(StudyKind kind) const;

    std::filesystem::path m_directory;
};

} // namespace needlescope

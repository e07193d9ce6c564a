// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/answertext.h"

#include "figures/scorecolors.h"

#include <QCoreApplication>
#include <QTextCursor>
#include <QTextDocument>

namespace needlescope {

namespace {

QTextCharFormat formatOf(WordChange change, const PlotLook &look)
{
    QTextCharFormat format;
    format.setFont(look.font);
    format.setForeground(look.text);
    if (change == WordChange::Lost) {
        format.setUnderlineStyle(QTextCharFormat::DotLine);
        format.setFontWeight(QFont::DemiBold);
    } else if (change == WordChange::New) {
        format.setUnderlineStyle(QTextCharFormat::SingleUnderline);
        format.setForeground(look.bad);
    }
    return format;
}

} // namespace

QString outcomeText(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Complete:
        return QCoreApplication::translate("Outcome", "Complete");
    case Outcome::Incomplete:
        return QCoreApplication::translate("Outcome", "Incomplete");
    case Outcome::WrongExtraction:
        return QCoreApplication::translate("Outcome", "Wrong extraction");
    case Outcome::Hallucination:
        return QCoreApplication::translate("Outcome", "Hallucination");
    }
    return {};
}

QString outcomeExplanation(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Complete:
        return QCoreApplication::translate("Outcome", "It says all of the answer span.");
    case Outcome::Incomplete:
        return QCoreApplication::translate("Outcome", "It says a part of the answer span.");
    case Outcome::WrongExtraction:
        return QCoreApplication::translate("Outcome", "The answer is copied from another place of the context.");
    case Outcome::Hallucination:
        return QCoreApplication::translate("Outcome", "The answer is not in the context: it is invented.");
    }
    return {};
}

QString outcomeSign(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Complete:
        return QStringLiteral("✓");
    case Outcome::Incomplete:
        return QStringLiteral("…");
    case Outcome::WrongExtraction:
        return QStringLiteral("↷");
    case Outcome::Hallucination:
        return QStringLiteral("✗");
    }
    return {};
}

QColor outcomeColor(Outcome outcome, const PlotLook &look)
{
    switch (outcome) {
    case Outcome::Complete:
        return look.good;
    case Outcome::Incomplete:
    case Outcome::WrongExtraction:
        return blend(look.muted, look.bad, 0.5);
    case Outcome::Hallucination:
        return look.bad;
    }
    return look.muted;
}

void setWords(QTextDocument &document, const std::vector<DiffWord> &words, const PlotLook &look)
{
    document.clear();
    document.setDefaultFont(look.font);
    document.setUndoRedoEnabled(false);
    QTextCursor cursor(&document);
    for (std::size_t i = 0; i < words.size(); ++i) {
        // The blank before a word carries the mark only between two words of one run.
        const bool sameRun = i > 0 && words[i - 1].change == words[i].change;
        if (i > 0 && !words[i].joined)
            cursor.insertText(QStringLiteral(" "), formatOf(sameRun ? words[i].change : WordChange::Same, look));
        cursor.insertText(words[i].text, formatOf(words[i].change, look));
    }
}

double sinkMassOfRemaining(const DecodeTrace &trace, const std::vector<HeadId> &heads)
{
    double sum = 0;
    int n = 0;
    const HeadSummaries &summaries = trace.heads;
    for (int step = 0; step < summaries.nSteps; ++step) {
        for (const HeadId id : heads) {
            if (id.layer >= summaries.nLayers || id.head >= summaries.nHeads || trace.intervention.masks(id))
                continue;
            sum += summaries.sinkMass[summaries.index(step, id)];
            ++n;
        }
    }
    return n > 0 ? sum / n : -1;
}

} // namespace needlescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/samplenotes.h"

#include "language/language.h"
#include "measures/recall.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace needlescope {

namespace {

enum Column { Asked, Answered, Recall, nColumns };

QString percent(double share)
{
    return SampleNotes::tr("%1 %").arg(QLocale().toString(100 * share, 'f', 0));
}

const Observation *answerOf(const SampleResult &sample)
{
    return sample.observations.empty() ? nullptr : &sample.observations.front();
}

QString textOf(const SampleResult &sample)
{
    const Observation *answer = answerOf(sample);
    return answer ? QString::fromStdString(answer->output).simplified() : QString();
}

QString placeOf(const SampleResult &sample)
{
    return SampleNotes::tr("%1 tokens, depth %2 %").arg(QLocale().toString(sample.length), QLocale().toString(sample.depthPercent));
}

Needle needleOf(const SampleResult &sample, const std::vector<Needle> &needles)
{
    const auto item = static_cast<std::size_t>(sample.item);
    return sample.item >= 0 && item < needles.size() ? needles[item] : Needle();
}

QString adviceForAll(const std::vector<SampleResult> &samples, const QString &frameAdvice)
{
    QStringList advice;
    const auto isEmpty = [](const SampleResult &sample) { return textOf(sample).isEmpty(); };
    const bool silent = std::all_of(samples.begin(), samples.end(), isEmpty);
    const bool nearly = std::any_of(
        samples.begin(), samples.end(), [](const SampleResult &sample) { return answerOf(sample) && answerOf(sample)->recall > 0; });
    if (!frameAdvice.isEmpty())
        advice << frameAdvice;
    if (silent)
        advice << SampleNotes::tr("It ends its answer at once: try another frame.");
    if (nearly)
        advice << SampleNotes::tr("Some answers have a part: let it answer longer, or take shorter answer spans.");
    advice << SampleNotes::tr("Shorter lengths are easier.");
    return advice.join(QLatin1Char(' '));
}

} // namespace

SampleNotes::SampleNotes(QWidget *parent)
    : QWidget(parent)
    , m_why(new QLabel(this))
    , m_table(new QTableWidget(0, nColumns, this))
{
    setObjectName(QStringLiteral("sampleNotes"));
    m_why->setObjectName(QStringLiteral("whyNothingCounted"));
    m_why->setWordWrap(true);
    m_why->setMargin(6);
    m_table->setObjectName(QStringLiteral("samples"));
    inEveryLanguage(this, [this] {
        m_table->setAccessibleName(tr("Samples that did not count"));
        m_table->setHorizontalHeaderLabels({tr("Asked"), tr("The model answered"), tr("Recall")});
    });
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(Recall, QHeaderView::ResizeToContents);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_why);
    layout->addWidget(m_table, 1);
}

QString SampleNotes::adviceFor(const SampleResult &sample)
{
    const Observation *answer = answerOf(sample);
    if (!answer || textOf(sample).isEmpty())
        return tr("It said nothing. Try another frame: the model's chat template, or the prompt of base models.");
    if (answer->recall > 0)
        return tr("It has %1 of the answer's words, and more than %2 count. Let it answer longer, or shorten the answer span.")
            .arg(percent(answer->recall), percent(successRecall));
    return tr("It has none of the answer's words. Try a shorter prompt, or another frame.");
}

void SampleNotes::setSamples(const std::vector<SampleResult> &samples, const std::vector<Needle> &needles, const QString &frameAdvice)
{
    m_why->setText(tr("None of %1 samples counted: no answer has more than %2 of the words that it should have. %3")
                       .arg(samples.size())
                       .arg(percent(successRecall), adviceForAll(samples, frameAdvice)));
    m_table->setRowCount(static_cast<int>(samples.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const SampleResult &sample = samples[static_cast<std::size_t>(row)];
        const Needle needle = needleOf(sample, needles);
        const QString answer = textOf(sample);
        const double recall = answerOf(sample) ? answerOf(sample)->recall : 0;
        const QString tip = tr("Needle: %1\nQuestion: %2\nIt should say: %3\nIt said: %4\n%5")
                                .arg(QString::fromStdString(needle.statement), QString::fromStdString(needle.question),
                                    QString::fromStdString(needle.answer), answer.isEmpty() ? tr("nothing") : answer, adviceFor(sample));
        const QStringList texts{tr("%1 (%2)").arg(QString::fromStdString(needle.question), placeOf(sample)),
            answer.isEmpty() ? tr("(nothing)") : answer, percent(recall)};
        for (int column = 0; column < nColumns; ++column) {
            auto *item = new QTableWidgetItem(texts[column]);
            item->setToolTip(tip);
            m_table->setItem(row, column, item);
        }
    }
}

} // namespace needlescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/generation.h"

#include <QWidget>

#include <memory>
#include <vector>

class QBoxLayout;
class QLabel;
class QToolButton;

namespace needlescope {

class AnswerPane;

/// The baseline answer beside the answer under the mask (below it where the view is narrow): word diff, outcome in words, recall, what is
/// masked, the needle's answer, and an alarm where the retrieval heads have fallen back to the attention sink.
class AnswerView : public QWidget
{
    Q_OBJECT
public:
    explicit AnswerView(QWidget *parent = nullptr);
    ~AnswerView() override;

    /// The answers are grey: they belong to another prompt than the one that stands in the fields.
    void setStale(bool stale);
    /// Without it, there is only the baseline.
    void setMaskedShown(bool shown);
    /// Before an audience nothing is exported.
    void setExportable(bool exportable);
    /// What a complete answer says; empty hides the line.
    void setExpectedAnswer(const QString &answer);
    /// Null: no answer yet.
    void setBaseline(std::shared_ptr<const DecodeTrace> trace);
    /// Null: nothing is masked.
    void setMasked(std::shared_ptr<const DecodeTrace> trace);
    /// The answer as it is decoded; setBaseline() or setMasked() ends it.
    void setStreaming(bool masked, const QString &textSoFar, bool running);
    /// What is masked from now on, before its answer is there.
    void setMask(const Intervention &mask);
    /// The heads whose sink mass raises the alarm, usually those of at least the threshold.
    void setRetrievalHeads(std::vector<HeadId> heads);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// The user wants the comparison as a figure.
    void exportRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void showAlarm();
    void showMaskTitle();
    void applyLook();

    std::shared_ptr<const DecodeTrace> m_baselineTrace;
    std::shared_ptr<const DecodeTrace> m_maskedTrace;
    Intervention m_mask;
    std::vector<HeadId> m_retrievalHeads;
    QBoxLayout *m_panes = nullptr;
    QToolButton *m_export = nullptr;
    QLabel *m_stale = nullptr;
    QLabel *m_expected = nullptr;
    QLabel *m_legend = nullptr;
    QLabel *m_alarm = nullptr;
    AnswerPane *m_baseline = nullptr;
    AnswerPane *m_masked = nullptr;
    bool m_maskedShown = true;
};

} // namespace needlescope

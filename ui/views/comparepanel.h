// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/catalog.h"
#include "api/generation.h"
#include "api/study.h"
#include "figures/pairplot.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QSortFilterProxyModel;
class QSpinBox;
class QTableView;
class QToolButton;

namespace needlescope {

class AnswerView;
class PairTableModel;
class PairView;

/// Two maps and two models side by side: which they are, what their heads have in common, and what both models answer to one prompt. A is
/// what the window is about, B is chosen here.
class ComparePanel : public QWidget
{
    Q_OBJECT
public:
    explicit ComparePanel(QWidget *parent = nullptr);

    /// Those with a map of heads can be chosen as B's.
    void setRuns(const std::vector<RunInfo> &runs);
    void setModels(const std::vector<CatalogModel> &models);
    /// What the list of maps says, without a choice being made: @p run, else the map of a file or of B's model.
    void setChosenRun(const QString &run);
    const QString &chosenRun() const { return m_chosenRun; }
    /// Null: there is no map yet.
    void setMaps(const std::shared_ptr<const ScoreMap> &a, const std::shared_ptr<const ScoreMap> &b);
    void setSelection(const std::vector<HeadId> &inA, const std::vector<HeadId> &inB);
    /// Names above the answers; empty: no such model is open.
    void setModelNames(const QString &a, const QString &b);
    void setMasked(bool masked);
    /// Whether the heads of A's map can be masked.
    void setMaskable(bool maskable);
    /// The model of B as the list shows it, without a choice being made; empty: none.
    void setChosenModel(const QString &name);
    /// What is to be said of B; empty: nothing.
    void setNote(const QString &note);
    QString note() const;
    /// What B is working on; empty: nothing.
    void setBesideActivity(const QString &activity);

    /// Without masking them.
    void setTopK(int k);
    int topK() const;
    AnswerView *answers(int side) const { return m_answers[side]; }
    PairView *view() const { return m_view; }
    QToolButton *exportButton() const { return m_export; }
    QTableView *table() const { return m_table; }

signals:
    void runChosen(const QString &name);
    void fileRequested();
    /// Empty: none.
    void modelChosen(const QString &name);
    void headClicked(needlescope::PairPlot::Place place, Qt::KeyboardModifiers modifiers);
    /// The top K of each; false: no head.
    void maskRequested(bool masked);
    void stopRequested();

private:
    QWidget *makeChoice();
    QWidget *makeMaps();
    QWidget *makeAnswers();
    void showPair();
    void showSelectedRow();

    QComboBox *m_runs;
    QComboBox *m_models;
    QSpinBox *m_top;
    QToolButton *m_mask;
    QToolButton *m_export;
    QLabel *m_caption;
    QLabel *m_note;
    QLabel *m_activity;
    QToolButton *m_stop;
    PairView *m_view;
    PairTableModel *m_rows;
    QSortFilterProxyModel *m_sorted;
    QTableView *m_table;
    QLabel *m_names[2];
    AnswerView *m_answers[2];
    QString m_chosenRun; ///< also of a list that is not there yet
    QString m_chosenModel;
    std::shared_ptr<const ScoreMap> m_maps[2];
    std::vector<HeadId> m_selection[2];
};

} // namespace needlescope

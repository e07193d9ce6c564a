// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"
#include "figures/figure.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <vector>

class QComboBox;
class QLabel;
class QMenu;
class QTabWidget;
class QToolButton;

namespace needlescope {

class FigureView;
class SummaryTableModel;

/// What a study says: its figure, which grows while samples come, and the numbers behind it.
class StudyView : public QWidget
{
    Q_OBJECT
public:
    explicit StudyView(QWidget *parent = nullptr);

    /// May come many times a second. Null: nothing to show.
    void setSummary(std::shared_ptr<const StudySummary> summary);
    /// The figure that is looked at; one without a paint function: there is none.
    const Figure &figure() const;
    /// The same, made now: in the language that is spoken now.
    Figure figureAnew() const;

signals:
    void exportRequested();
    /// The map of the summary that is to be shown as the head map.
    void mapRequested(const needlescope::ScoreMap &map);

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeFigurePage();
    QWidget *makeTablePage();
    void refresh();
    void showFigure();
    void showMaps();

    std::shared_ptr<const StudySummary> m_summary;
    std::vector<Figure> m_figures;
    QTimer m_refreshing; ///< a figure takes longer to paint than a sample of a small model to compute
    QLabel *m_title;
    QLabel *m_certainty;
    QTabWidget *m_pages;
    QComboBox *m_which;
    FigureView *m_figure;
    SummaryTableModel *m_rows;
    QToolButton *m_maps;
    QToolButton *m_export;
};

} // namespace needlescope

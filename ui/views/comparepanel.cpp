// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/comparepanel.h"

#include "language/language.h"
#include "views/answerview.h"
#include "views/pairtablemodel.h"
#include "views/pairview.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QSpinBox>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>

namespace needlescope {

namespace {

constexpr int usualTop = 10;

QLabel *labelFor(QWidget *buddy)
{
    auto *label = new QLabel;
    label->setBuddy(buddy);
    return label;
}

/// Those that hold a number for each head.
bool hasMap(const RunInfo &run)
{
    return run.nSamples > 0 && (run.kind == StudyKind::Detect || run.kind == StudyKind::Atlas);
}

} // namespace

ComparePanel::ComparePanel(QWidget *parent)
    : QWidget(parent)
    , m_runs(new QComboBox)
    , m_models(new QComboBox)
    , m_top(new QSpinBox)
    , m_mask(new QToolButton)
    , m_export(new QToolButton)
    , m_caption(new QLabel)
    , m_note(new QLabel)
    , m_activity(new QLabel)
    , m_stop(new QToolButton)
    , m_view(new PairView)
    , m_rows(new PairTableModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_table(new QTableView)
{
    setObjectName(QStringLiteral("comparePanel"));
    auto *parts = new QSplitter(Qt::Vertical);
    parts->addWidget(makeMaps());
    parts->addWidget(makeAnswers());
    parts->setChildrenCollapsible(false);
    parts->setSizes({340, 220});
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeChoice());
    layout->addWidget(parts, 1);
    setModelNames({}, {});
    setMaps(nullptr, nullptr);
    setBesideActivity({});
    setNote({});
}

QWidget *ComparePanel::makeChoice()
{
    m_runs->setObjectName(QStringLiteral("mapBeside"));
    m_runs->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_runs->setMinimumContentsLength(12);
    m_models->setObjectName(QStringLiteral("modelBeside"));
    m_models->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_models->setMinimumContentsLength(10);
    auto *file = new QToolButton;
    file->setObjectName(QStringLiteral("fileBeside"));
    m_top->setObjectName(QStringLiteral("topBeside"));
    m_top->setRange(1, 9999);
    m_top->setValue(usualTop);
    m_mask->setObjectName(QStringLiteral("maskBoth"));
    m_mask->setCheckable(true);
    m_export->setObjectName(QStringLiteral("exportPair"));
    m_caption->setObjectName(QStringLiteral("pairCaption"));
    m_caption->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *choice = new QWidget;
    auto *layout = new QHBoxLayout(choice);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *map = labelFor(m_runs);
    auto *model = labelFor(m_models);
    auto *top = labelFor(m_top);
    inEveryLanguage(this, [this, map, model, top, file] {
        map->setText(tr("&Map B:"));
        m_runs->setToolTip(tr("The map that this window's map is held against: of a run, or of a file"));
        file->setText(tr("File…"));
        file->setToolTip(tr("A run or any file with a score for each head"));
        model->setText(tr("Mo&del B:"));
        m_models->setToolTip(tr("A second model that is asked the same; its best map shows, too"));
        top->setText(tr("T&op:"));
        m_top->setToolTip(tr("How many of the best heads of each are compared and masked"));
        m_mask->setText(tr("Mask them in both"));
        m_mask->setToolTip(tr("Each model answers without its own best heads"));
        m_stop->setText(tr("Stop model B"));
        m_table->setAccessibleName(tr("Heads of both maps"));
    });
    layout->addWidget(map);
    layout->addWidget(m_runs, 2);
    layout->addWidget(file);
    layout->addWidget(model);
    layout->addWidget(m_models, 1);
    layout->addWidget(top);
    layout->addWidget(m_top);
    layout->addWidget(m_mask);
    layout->addWidget(m_export);
    connect(m_runs, &QComboBox::activated, this, [this](int index) { emit runChosen(m_runs->itemData(index).toString()); });
    connect(m_models, &QComboBox::activated, this, [this](int index) { emit modelChosen(m_models->itemData(index).toString()); });
    connect(file, &QToolButton::clicked, this, &ComparePanel::fileRequested);
    connect(m_top, &QSpinBox::valueChanged, this, [this] {
        showPair();
        if (m_mask->isChecked())
            emit maskRequested(true);
    });
    connect(m_mask, &QToolButton::toggled, this, &ComparePanel::maskRequested);
    return choice;
}

QWidget *ComparePanel::makeMaps()
{
    m_sorted->setSourceModel(m_rows);
    m_sorted->setSortRole(PairTableModel::SortRole);
    m_table->setObjectName(QStringLiteral("pairTable"));
    m_table->setModel(m_sorted);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(PairTableModel::ValueA, Qt::DescendingOrder);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(qRound(fontMetrics().height() * 1.4));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setMinimumWidth(10 * fontMetrics().height());
    auto *left = new QWidget;
    auto *layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_caption);
    layout->addWidget(m_view, 1);
    auto *parts = new QSplitter(Qt::Horizontal);
    parts->addWidget(left);
    parts->addWidget(m_table);
    parts->setChildrenCollapsible(false);
    parts->setSizes({1000, 260});
    parts->setStretchFactor(0, 1);
    connect(m_view, &PairView::placeClicked, this, &ComparePanel::headClicked);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &row) {
        if (row.isValid())
            emit headClicked({PairPlot::Difference, m_rows->headOf(m_sorted->mapToSource(row).row())}, Qt::NoModifier);
    });
    return parts;
}

QWidget *ComparePanel::makeAnswers()
{
    m_note->setObjectName(QStringLiteral("besideNote"));
    m_note->setWordWrap(true);
    m_stop->setObjectName(QStringLiteral("stopBeside"));
    connect(m_stop, &QToolButton::clicked, this, &ComparePanel::stopRequested);
    auto *parts = new QSplitter(Qt::Horizontal);
    for (const int side : {0, 1}) {
        m_names[side] = new QLabel;
        m_names[side]->setObjectName(side == 0 ? QStringLiteral("nameA") : QStringLiteral("nameB"));
        m_answers[side] = new AnswerView;
        m_answers[side]->setObjectName(side == 0 ? QStringLiteral("answersA") : QStringLiteral("answersB"));
        auto *page = new QWidget;
        auto *layout = new QVBoxLayout(page);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(2);
        layout->addWidget(m_names[side], 0, Qt::AlignTop);
        if (side == 1) {
            auto *line = new QHBoxLayout;
            line->addWidget(m_note, 1);
            line->addWidget(m_activity);
            line->addWidget(m_stop);
            layout->addLayout(line);
        }
        layout->addWidget(m_answers[side], 1);
        parts->addWidget(page);
        parts->setStretchFactor(side, 1);
    }
    parts->setSizes({1000, 1000});
    parts->setChildrenCollapsible(false);
    return parts;
}

void ComparePanel::setRuns(const std::vector<RunInfo> &runs)
{
    const QSignalBlocker quiet(m_runs);
    m_runs->clear();
    m_runs->addItem(tr("Choose a run…"), QString());
    for (const RunInfo &run : runs) {
        if (!hasMap(run))
            continue;
        const QString name = QString::fromStdString(run.name);
        m_runs->addItem(tr("%1: %2").arg(QString::fromStdString(run.modelName), name.section(QLatin1Char('/'), -1)), name);
        m_runs->setItemData(m_runs->count() - 1, tr("%1 of %2 samples, %3").arg(run.nSamples).arg(run.nPlanned).arg(name), Qt::ToolTipRole);
    }
    setChosenRun(m_chosenRun);
}

void ComparePanel::setChosenRun(const QString &run)
{
    m_chosenRun = run;
    m_runs->setCurrentIndex(std::max(0, m_runs->findData(run)));
}

void ComparePanel::setModels(const std::vector<CatalogModel> &models)
{
    const QSignalBlocker quiet(m_models);
    m_models->clear();
    m_models->addItem(tr("None"), QString());
    for (const CatalogModel &model : models) {
        if (model.state == ModelState::Complete)
            m_models->addItem(QString::fromStdString(model.name), QString::fromStdString(model.name));
    }
    setChosenModel(m_chosenModel);
}

void ComparePanel::setMaps(const std::shared_ptr<const ScoreMap> &a, const std::shared_ptr<const ScoreMap> &b)
{
    m_maps[0] = a;
    m_maps[1] = b;
    m_view->setMessage(!a ? tr("The open model has no map yet; detect its heads first.")
                          : tr("Choose above what to hold this map against: in Map B a run or a file, or in Model B another model, which "
                               "is asked the same."));
    showPair();
}

void ComparePanel::showPair()
{
    const bool both = m_maps[0] && m_maps[1] && !m_maps[0]->empty() && !m_maps[1]->empty();
    m_view->setPlot(both ? std::optional(PairPlot(*m_maps[0], *m_maps[1], topK())) : std::nullopt);
    const auto &plot = m_view->plot();
    m_caption->setText(plot ? plot->caption() : QString());
    m_caption->setVisible(plot.has_value());
    {
        const QSignalBlocker quiet(m_table->selectionModel());
        m_rows->setPlot(plot);
    }
    m_table->setVisible(plot && plot->ofSameHeads());
    setSelection(m_selection[0], m_selection[1]);
}

void ComparePanel::setSelection(const std::vector<HeadId> &inA, const std::vector<HeadId> &inB)
{
    m_selection[0] = inA;
    m_selection[1] = inB;
    m_view->setSelection(inA, inB);
    showSelectedRow();
}

void ComparePanel::showSelectedRow()
{
    const QSignalBlocker quiet(m_table->selectionModel());
    const int row = m_selection[0].size() == 1 ? m_rows->rowOf(m_selection[0].front()) : -1;
    if (row < 0) {
        m_table->clearSelection();
    } else {
        const QModelIndex shown = m_sorted->mapFromSource(m_rows->index(row, 0));
        m_table->selectRow(shown.row());
        m_table->scrollTo(shown);
    }
    m_table->viewport()->update();
}

void ComparePanel::setModelNames(const QString &a, const QString &b)
{
    m_names[0]->setText(a.isEmpty() ? tr("<b>A</b>: no model is open") : tr("<b>A</b>: %1").arg(a.toHtmlEscaped()));
    m_names[1]->setText(b.isEmpty() ? tr("<b>B</b>: choose a second model to ask it the same") : tr("<b>B</b>: %1").arg(b.toHtmlEscaped()));
    m_answers[1]->setVisible(!b.isEmpty());
}

void ComparePanel::setMasked(bool masked)
{
    const QSignalBlocker quiet(m_mask);
    m_mask->setChecked(masked);
}

void ComparePanel::setNote(const QString &note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

QString ComparePanel::note() const
{
    return m_note->text();
}

void ComparePanel::setBesideActivity(const QString &activity)
{
    m_activity->setText(activity);
    for (QWidget *shown : std::initializer_list<QWidget *>{m_activity, m_stop})
        shown->setVisible(!activity.isEmpty());
}

void ComparePanel::setMaskable(bool maskable)
{
    m_mask->setEnabled(maskable);
}

void ComparePanel::setChosenModel(const QString &name)
{
    m_chosenModel = name;
    m_models->setCurrentIndex(std::max(0, m_models->findData(name)));
}

void ComparePanel::setTopK(int k)
{
    setMasked(false);
    m_top->setValue(k);
}

int ComparePanel::topK() const
{
    return m_top->value();
}

} // namespace needlescope

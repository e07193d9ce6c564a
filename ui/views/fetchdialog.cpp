// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/fetchdialog.h"

#include "language/language.h"
#include "views/progresswords.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace needlescope {

namespace {

constexpr int barSteps = 1000; ///< the bar counts in int, the bytes in 64 bits

QString sizeText(std::int64_t bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

} // namespace

FetchDialog::FetchDialog(QWidget *parent)
    : QDialog(parent)
    , m_name(new QLineEdit(this))
    , m_ask(new QPushButton(this))
    , m_files(new QTreeWidget(this))
    , m_summary(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_timeLeft(new QLabel(this))
    , m_problem(new QLabel(this))
    , m_get(new QPushButton(this))
    , m_stop(new QPushButton(this))
{
    m_name->setObjectName(QStringLiteral("fetchName"));
    m_get->setObjectName(QStringLiteral("fetchGet"));
    m_stop->setObjectName(QStringLiteral("fetchStop"));
    m_problem->setObjectName(QStringLiteral("fetchProblem"));
    m_ask->setEnabled(false);
    setUpLayout();
    showPlan({});
    showProgress({});
    setProblem({});
    connect(m_name, &QLineEdit::textChanged, this, [this](const QString &text) { m_ask->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_name, &QLineEdit::returnPressed, m_ask, &QPushButton::click);
    connect(m_ask, &QPushButton::clicked, this, [this] { emit askRequested(m_name->text()); });
    connect(m_get, &QPushButton::clicked, this, &FetchDialog::fetchRequested);
    connect(m_stop, &QPushButton::clicked, this, &FetchDialog::stopRequested);
}

void FetchDialog::setUpLayout()
{
    m_files->setColumnCount(3);
    m_files->setRootIsDecorated(false);
    m_files->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_files->header()->setStretchLastSection(false);
    for (QLabel *label : {m_summary, m_problem})
        label->setWordWrap(true);
    for (QPushButton *button : {m_ask, m_get, m_stop})
        button->setAutoDefault(false);
    auto *hint = new QLabel(this);
    hint->setWordWrap(true);
    auto *asking = new QHBoxLayout;
    asking->addWidget(m_name, 1);
    asking->addWidget(m_ask);
    auto *running = new QHBoxLayout;
    running->addWidget(m_bar, 1);
    running->addWidget(m_timeLeft);
    auto *close = new QPushButton(this);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    for (QPushButton *button : {m_get, m_stop, close})
        buttons->addWidget(button);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(hint);
    layout->addLayout(asking);
    layout->addWidget(m_files, 1);
    layout->addWidget(m_summary);
    layout->addLayout(running);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    resize(34 * fontMetrics().height(), 22 * fontMetrics().height());
    inEveryLanguage(this, [this, hint, close] {
        setWindowTitle(tr("Get a model"));
        m_name->setPlaceholderText(tr("org/name, org/name/file.gguf, or its address"));
        m_name->setAccessibleName(tr("Name on the hub"));
        m_files->setAccessibleName(tr("Files of the model"));
        m_files->setHeaderLabels({tr("File"), tr("Size"), tr("On this disk")});
        hint->setText(tr("A model on the Hugging Face hub. Configuration, tokenizer and safetensors or GGUF are fetched, nothing else."));
        m_ask->setText(tr("&Look up"));
        m_get->setText(tr("&Get"));
        m_stop->setText(tr("&Stop"));
        close->setText(tr("&Close"));
    });
}

void FetchDialog::showAsking()
{
    m_files->clear();
    m_summary->setText(tr("Asking the hub…"));
    m_get->setEnabled(false);
    m_stop->setEnabled(true);
}

void FetchDialog::showPlan(const std::optional<FetchPlan> &plan)
{
    m_files->clear();
    m_get->setEnabled(plan && plan->bytesToGet <= plan->freeBytes);
    m_stop->setEnabled(false);
    m_summary->clear();
    if (!plan)
        return;
    showFiles(*plan);
    m_summary->setText(
        tr("%1 to get of %2, into %3; %4 are free there.")
            .arg(sizeText(plan->bytesToGet), sizeText(plan->bytes), QString::fromStdString(plan->folder), sizeText(plan->freeBytes)));
}

void FetchDialog::showFiles(const FetchPlan &plan)
{
    for (const FetchFile &file : plan.files) {
        auto *row
            = new QTreeWidgetItem(m_files, {QString::fromStdString(file.name), sizeText(file.bytes), file.here ? tr("yes") : QString()});
        row->setTextAlignment(1, Qt::AlignRight);
    }
}

void FetchDialog::showProgress(const std::optional<Progress> &progress)
{
    setRunning(progress.has_value());
    if (!progress)
        return m_timeLeft->clear();
    const bool counted = progress->total > 0;
    m_bar->setRange(0, counted ? barSteps : 0);
    if (counted) {
        m_bar->setValue(static_cast<int>(static_cast<double>(progress->done) / static_cast<double>(progress->total) * barSteps));
        m_summary->setText(tr("%1: %2 of %3").arg(activityText(*progress), sizeText(progress->done), sizeText(progress->total)));
    }
    m_timeLeft->setText(timeLeftText(progress->secondsLeft));
}

void FetchDialog::setRunning(bool running)
{
    m_bar->setVisible(running);
    m_timeLeft->setVisible(running);
    m_name->setEnabled(!running);
    m_ask->setEnabled(!running && !m_name->text().trimmed().isEmpty());
    if (running) {
        m_get->setEnabled(false);
        m_stop->setEnabled(true);
    }
}

void FetchDialog::setProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

} // namespace needlescope

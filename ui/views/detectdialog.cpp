// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/detectdialog.h"

#include "language/language.h"
#include "views/pathfield.h"
#include "views/progresswords.h"
#include "views/studyform.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace needlescope {

namespace {

template <typename Number>
QString listed(const std::vector<Number> &numbers)
{
    QStringList words;
    for (const Number number : numbers)
        words << QLocale().toString(number);
    return words.join(QStringLiteral(", "));
}

QString tasksText(const Tasks &tasks)
{
    return DetectDialog::tr("%1 needles × %2 lengths (%3 tokens) × %4 depths (%5 %)")
        .arg(tasks.needles.size())
        .arg(tasks.lengths.size())
        .arg(listed(tasks.lengths))
        .arg(tasks.depths.size())
        .arg(listed(tasks.depths));
}

QString timeText(const StudyPlan &plan, bool quick)
{
    if (plan.seconds < 0)
        return DetectDialog::tr("How long it takes is known once the model has answered its first prompt.");
    const QString duration = durationText(plan.seconds);
    return quick ? DetectDialog::tr("At the speed of this model all of them take %1; it ends earlier, as soon as more samples would not "
                                    "change which heads are found.")
                       .arg(duration)
                 : DetectDialog::tr("At the speed of this model they take %1.").arg(duration);
}

} // namespace

DetectDialog::DetectDialog(QWidget *parent)
    : QDialog(parent)
    , m_form(new StudyForm(this))
    , m_run(new PathField(QStringLiteral("run"), this))
    , m_plan(new QLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Cancel, this))
    , m_start(m_buttons->addButton(QString(), QDialogButtonBox::AcceptRole))
{
    setObjectName(QStringLiteral("detectDialog"));
    auto *what = new QLabel(this);
    what->setWordWrap(true);
    m_form->fixKind(StudyKind::Detect);
    m_run->setSaving();
    m_plan->setObjectName(QStringLiteral("detectPlan"));
    m_plan->setWordWrap(true);
    m_plan->setMinimumHeight(5 * fontMetrics().height());
    m_plan->setAlignment(Qt::AlignTop);
    m_start->setObjectName(QStringLiteral("startDetection"));
    m_start->setDefault(true);
    auto *label = new QLabel(this);
    m_form->addRow(label, m_run);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(what);
    layout->addWidget(m_form, 1);
    layout->addWidget(m_plan);
    layout->addWidget(m_buttons);
    const int em = fontMetrics().height();
    resize(34 * em, 32 * em);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_form, &StudyForm::edited, this, &DetectDialog::edited);
    setProblem({});
    inEveryLanguage(this, [this, what, label] {
        setWindowTitle(tr("Detect retrieval heads"));
        what->setText(tr("Each sample hides one needle in a text and asks for it. While the model copies the answer, the heads that look "
                         "at the very words being copied score; the mean over the samples that succeed is a head's score. The map fills "
                         "in as it goes, and what was measured is kept when you stop."));
        label->setText(tr("&Kept in"));
        m_run->setDialog(tr("Keep the run in"), tr("Runs (*.needle)"));
        setContinues(m_continues);
    });
}

QString DetectDialog::run() const
{
    return m_run->path();
}

void DetectDialog::setFilesHere(bool here)
{
    m_run->setBrowsable(here);
}

void DetectDialog::setPlan(const StudyPlan &plan, const StudyRequest &study, int nMeasured)
{
    m_run->setPlaceholder(QString::fromStdString(plan.run));
    const QString measured = nMeasured > 0 && run().isEmpty()
        ? tr(" %1 of them are in this run already; it goes on from there.").arg(QLocale().toString(nMeasured))
        : QString();
    m_plan->setText(tr("%1: %2.%3\n%4").arg(tasksText(study.tasks), samplesText(plan.samples), measured, timeText(plan, study.quick)));
    m_start->setEnabled(true);
}

void DetectDialog::setProblem(const QString &why)
{
    m_plan->setText(why);
    m_start->setEnabled(false);
}

void DetectDialog::setContinues(bool continues)
{
    m_continues = continues;
    m_start->setText(continues ? tr("&Continue") : tr("&Start"));
}

} // namespace needlescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/promptbar.h"

#include "api/engineerror.h"
#include "language/language.h"
#include "measures/answerspan.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>

namespace needlescope {

namespace {

constexpr int shortestPrompt = 64; // tokens; below it frame and question leave no haystack

constexpr QLatin1String takeFromNeedle("take");

bool standsIn(const Needle &needle)
{
    try {
        findAnswer(needle.statement, needle.answer);
        return true;
    } catch (const EngineError &) {
        return false;
    }
}

/// Works for QSlider, QSpinBox and QDoubleSpinBox.
template <typename Field>
void setQuietly(Field *field, double value)
{
    const QSignalBlocker quiet(field);
    field->setValue(static_cast<decltype(field->value())>(value));
}

} // namespace

PromptBar::PromptBar(QWidget *parent)
    : QWidget(parent)
    , m_examples(new QToolButton(this))
    , m_examplesMenu(new QMenu(this))
    , m_hint(new QLabel(this))
    , m_statement(new QLineEdit(this))
    , m_question(new QLineEdit(this))
    , m_answer(new QLineEdit(this))
    , m_haystack(new QComboBox(this))
    , m_depthSlider(new QSlider(Qt::Horizontal, this))
    , m_depth(new QDoubleSpinBox(this))
    , m_length(new QSpinBox(this))
    , m_frame(new QToolButton(this))
    , m_ask(new QPushButton(this))
{
    setObjectName(QStringLiteral("promptBar"));
    setUpFields();
    setUpLayout();
    connectFields();
    setRequest({});
    inEveryLanguage(this, [this] { sayAgain(); });
}

void PromptBar::sayAgain()
{
    m_statement->setPlaceholderText(tr("A sentence to hide in the text"));
    m_question->setPlaceholderText(tr("A question that only this sentence answers"));
    m_answer->setToolTip(tr("The part of the needle that answers the question. Leave it empty to take it from the needle."));
    m_examples->setText(tr("Examples"));
    m_examples->setToolTip(tr("Needles with their question and answer span; the first is the one that the program starts with"));
    m_haystack->setToolTip(tr("The text that the needle is hidden in"));
    m_statement->setAccessibleName(tr("Needle"));
    m_depthSlider->setAccessibleName(tr("Depth"));
    m_depth->setAccessibleName(tr("Depth"));
    m_depth->setSuffix(tr(" %"));
    m_depth->setToolTip(tr("Where the needle is: 0 % at the beginning, 100 % just before the question"));
    m_length->setSuffix(tr(" tokens"));
    m_length->setToolTip(tr("Length of the whole prompt"));
    m_frame->setToolTip(tr("The text around the book and the question: the prompt of base models, the model's chat template, or your own"));
    m_ask->setToolTip(tr("Put the prompt together and let the model answer"));
    m_length->setAccessibleName(tr("Length"));
    m_examplesMenu->setTitle(tr("&Examples"));
    m_ask->setText(tr("&Ask"));
    m_haystack->setItemText(m_haystack->count() - 1, tr("Open file..."));
    showDerivedAnswer();
    showHint();
}

void PromptBar::setUpFields()
{
    m_statement->setObjectName(QStringLiteral("needleStatement"));
    m_question->setObjectName(QStringLiteral("needleQuestion"));
    m_answer->setObjectName(QStringLiteral("needleAnswer"));
    m_examples->setObjectName(QStringLiteral("examples"));
    m_examples->setMenu(m_examplesMenu);
    m_examples->setPopupMode(QToolButton::InstantPopup);
    m_examples->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_examplesMenu->setToolTipsVisible(true);
    m_hint->setObjectName(QStringLiteral("promptHint"));
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::RichText);
    m_hint->hide();
    m_haystack->setObjectName(QStringLiteral("haystack"));
    m_haystack->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_haystack->setMinimumContentsLength(12);
    m_depthSlider->setObjectName(QStringLiteral("depthSlider"));
    m_depthSlider->setRange(0, 100);
    m_depthSlider->setMinimumWidth(fontMetrics().height() * 5);
    m_depth->setObjectName(QStringLiteral("depth"));
    m_depth->setRange(0, 100);
    m_depth->setDecimals(0);
    m_length->setObjectName(QStringLiteral("length"));
    m_length->setRange(shortestPrompt, 1024);
    m_length->setSingleStep(64);
    m_frame->setObjectName(QStringLiteral("frame"));
    m_frame->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_ask->setObjectName(QStringLiteral("ask"));
    // A number that is being typed must not start a run at every digit.
    m_depth->setKeyboardTracking(false);
    m_length->setKeyboardTracking(false);
    setHaystacks({});
}

void PromptBar::setUpLayout()
{
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setHorizontalSpacing(8);
    layout->setVerticalSpacing(4);
    const auto add = [&](const char *name, QWidget *field, int row, int column, int span = 1) {
        auto *label = new QLabel(this);
        inEveryLanguage(label, [label, name] { label->setText(tr(name)); });
        label->setBuddy(field);
        label->setForegroundRole(QPalette::PlaceholderText);
        layout->addWidget(label, row, column);
        layout->addWidget(field, row, column + 1, 1, span);
    };
    auto *statement = new QWidget(this);
    auto *statementLayout = new QHBoxLayout(statement);
    statementLayout->setContentsMargins(0, 0, 0, 0);
    statementLayout->addWidget(m_statement, 1);
    statementLayout->addWidget(m_examples);
    statement->setFocusProxy(m_statement);
    add(QT_TR_NOOP("&Needle"), statement, 0, 0);
    add(QT_TR_NOOP("Ans&wer span"), m_answer, 0, 2, 3);
    layout->addWidget(m_hint, 2, 1, 1, 7);
    layout->addWidget(m_frame, 0, 6);
    add(QT_TR_NOOP("&Question"), m_question, 1, 0);
    add(QT_TR_NOOP("&Text"), m_haystack, 1, 2);
    auto *depth = new QWidget(this);
    auto *depthLayout = new QHBoxLayout(depth);
    depthLayout->setContentsMargins(0, 0, 0, 0);
    depthLayout->addWidget(m_depthSlider);
    depthLayout->addWidget(m_depth);
    depth->setFocusProxy(m_depth);
    add(QT_TR_NOOP("&Depth"), depth, 1, 4);
    layout->addWidget(m_length, 1, 6);
    layout->addWidget(m_ask, 0, 7, 2, 1);
    m_ask->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    layout->setColumnStretch(1, 3);
    layout->setColumnStretch(3, 1);
    layout->setColumnStretch(5, 1);
}

void PromptBar::connectFields()
{
    for (QLineEdit *field : {m_statement, m_question, m_answer})
        connect(field, &QLineEdit::returnPressed, this, &PromptBar::commit);
    connect(m_ask, &QPushButton::clicked, this, &PromptBar::commit);
    connect(m_frame, &QToolButton::clicked, this, &PromptBar::frameEditRequested);
    connect(m_statement, &QLineEdit::textChanged, this, &PromptBar::showDerivedAnswer);
    connect(m_question, &QLineEdit::textChanged, this, &PromptBar::showDerivedAnswer);
    for (QLineEdit *field : {m_statement, m_question, m_answer}) {
        connect(field, &QLineEdit::textChanged, this, &PromptBar::showHint);
        connect(field, &QLineEdit::textChanged, this, &PromptBar::drafted);
    }
    connect(m_hint, &QLabel::linkActivated, m_answer, &QLineEdit::clear);
    connect(m_length, &QSpinBox::valueChanged, this, &PromptBar::commit);
    connect(m_depth, &QDoubleSpinBox::valueChanged, this, [this](double percent) {
        setQuietly(m_depthSlider, qRound(percent));
        commit();
    });
    connect(m_depthSlider, &QSlider::valueChanged, this, [this](int percent) {
        setQuietly(m_depth, percent);
        if (!m_depthSlider->isSliderDown())
            commit();
    });
    connect(m_depthSlider, &QSlider::sliderReleased, this, &PromptBar::commit);
    connect(m_haystack, &QComboBox::activated, this, [this](int index) {
        if (index < m_haystack->count() - 1)
            return commit();
        showHaystack();
        emit haystackFileRequested();
    });
}

void PromptBar::setRequest(const PromptRequest &request)
{
    m_request = request;
    m_statement->setText(QString::fromStdString(request.needle.statement));
    m_question->setText(QString::fromStdString(request.needle.question));
    const Needle unanswered{request.needle.statement, request.needle.question, {}};
    const bool isDerived = answerOf(request.needle) == answerOf(unanswered); // then it changes with the needle
    m_answer->setText(isDerived ? QString() : QString::fromStdString(request.needle.answer));
    for (QLineEdit *field : {m_statement, m_question, m_answer})
        field->setCursorPosition(0);
    setQuietly(m_depthSlider, qRound(request.depthPercent));
    setQuietly(m_depth, request.depthPercent);
    setQuietly(m_length, request.length);
    showHaystack();
    m_asked = needle();
    showHint();
    emit drafted();
}

Needle PromptBar::needle() const
{
    const auto textOf = [](const QLineEdit *field) { return field->text().trimmed().toStdString(); };
    return {textOf(m_statement), textOf(m_question), textOf(m_answer)};
}

bool PromptBar::isDraft() const
{
    return needle() != m_asked;
}

void PromptBar::setExamples(const std::vector<Needle> &needles)
{
    m_examplesMenu->clear();
    for (const Needle &example : needles) {
        const QString question = QString::fromStdString(example.question);
        addExample(m_examplesMenu->isEmpty() ? tr("&Back to: %1").arg(question) : question, example, {});
        if (m_examplesMenu->actions().size() == 1)
            m_examplesMenu->addSeparator();
    }
    m_examples->setEnabled(!needles.empty());
}

void PromptBar::addExamples(const QString &title, const QString &haystack, const std::vector<Needle> &needles)
{
    m_foreignHaystack = haystack;
    m_examplesMenu->addSection(title);
    for (const Needle &example : needles)
        addExample(QString::fromStdString(example.question), example, haystack);
}

void PromptBar::addExample(const QString &text, const Needle &needle, const QString &haystack)
{
    auto *action = m_examplesMenu->addAction(text, this, [this, needle, haystack] { takeExample(needle, haystack); });
    action->setToolTip(QString::fromStdString(needle.statement));
}

/// A needle in another language goes into a text of that language, and back.
void PromptBar::takeExample(const Needle &needle, const QString &haystack)
{
    const int place = !haystack.isEmpty() ? m_haystack->findText(haystack) : m_haystack->currentText() == m_foreignHaystack ? 0 : -1;
    if (place >= 0)
        m_haystack->setCurrentIndex(place);
    m_statement->setText(QString::fromStdString(needle.statement));
    m_question->setText(QString::fromStdString(needle.question));
    m_answer->setText(QString::fromStdString(needle.answer));
    commit();
}

/// What hinders the fields from being asked; empty: nothing.
QString PromptBar::hint() const
{
    const Needle now = needle();
    if (now.statement.empty())
        return tr("Write the needle: one sentence that holds the answer.");
    if (now.question.empty())
        return tr("Write the question that the needle answers.");
    if (now.answer.empty())
        return answerOf(now).empty() ? tr("The needle says nothing that the question does not; write its answer span.") : QString();
    if (standsIn(now))
        return {};
    return tr("The answer span is not in the needle: its words have to stand there. <a href='%1'>Take it from the needle</a>")
        .arg(takeFromNeedle);
}

/// Nothing is asked for in fields that nobody has touched.
void PromptBar::showHint()
{
    const QString text = isDraft() ? hint() : QString();
    m_hint->setText(text.isEmpty() ? QString() : QStringLiteral("⚠ ") + text);
    m_hint->setVisible(!text.isEmpty());
}

void PromptBar::showHaystack()
{
    const QString name = QString::fromStdString(m_request.haystack.name);
    const QSignalBlocker quiet(m_haystack);
    if (!name.isEmpty() && m_haystack->findText(name) < 0)
        m_haystack->insertItem(0, name);
    m_haystack->setCurrentIndex(m_haystack->findText(name));
}

PromptRequest PromptBar::request() const
{
    PromptRequest request = m_request;
    request.needle = needle();
    request.depthPercent = m_depth->value();
    request.length = m_length->value();
    const std::string name = m_haystack->currentText().toStdString();
    if (name != m_request.haystack.name)
        request.haystack = {name, {}};
    return request;
}

void PromptBar::setHaystacks(const QStringList &names)
{
    const QSignalBlocker quiet(m_haystack);
    m_haystack->clear();
    m_haystack->addItems(names);
    if (!names.isEmpty())
        m_haystack->insertSeparator(m_haystack->count());
    m_haystack->addItem(tr("Open file..."));
    showHaystack();
}

void PromptBar::setMaxLength(int tokens)
{
    const QSignalBlocker quiet(m_length);
    m_length->setMaximum(std::max(shortestPrompt, tokens));
}

void PromptBar::setFrameName(const QString &name)
{
    m_frame->setText(name + QStringLiteral("…"));
}

/// By the engine's rule.
void PromptBar::showDerivedAnswer()
{
    const std::string answer = answerOf({m_statement->text().toStdString(), m_question->text().toStdString(), {}});
    m_answer->setPlaceholderText(answer.empty() ? tr("Taken from the needle") : QString::fromStdString(answer));
}

void PromptBar::commit()
{
    emit requestEdited(request());
}

} // namespace needlescope

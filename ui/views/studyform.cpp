// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/studyform.h"

#include "language/enginetext.h"
#include "language/language.h"
#include "views/comboitems.h"
#include "views/maptext.h"
#include "views/pathfield.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>

#include <algorithm>

namespace needlescope {

StudyForm::StudyForm(QWidget *parent)
    : QWidget(parent)
    , m_kind(new QComboBox(this))
    , m_help(new QLabel(this))
    , m_rows(new QGridLayout)
{
    setObjectName(QStringLiteral("studyForm"));
    m_kind->setObjectName(QStringLiteral("kind"));
    setFocusProxy(m_kind);
    for (const KindInfo &info : studyKinds())
        m_kind->addItem(QString(), static_cast<int>(info.kind));
    m_help->setObjectName(QStringLiteral("kindHelp"));
    m_help->setWordWrap(true);
    m_help->setForegroundRole(QPalette::PlaceholderText);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(makeRows());
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_kind);
    layout->addWidget(m_help);
    layout->addWidget(scroll, 1);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        showKind();
        emit edited();
    });
    showKind();
    inEveryLanguage(this, [this] { sayAgain(); });
}

void StudyForm::sayAgain()
{
    m_kind->setAccessibleName(tr("Kind of study"));
    QStringList kinds;
    for (const KindInfo &info : studyKinds())
        kinds << engineWord(info.title);
    setItemTexts(m_kind, kinds);
    m_help->setText(engineWord(infoOf(kind()).help));
    m_needles->setDialog(tr("Open needles"), tr("Needles (*.jsonl);;All files (*)"));
    m_needles->setPlaceholder(tr("shipped needles"));
    m_items->setDialog(tr("Open questions"), tr("Questions (*.jsonl *.json *.csv);;All files (*)"));
    m_items->setPlaceholder(tr("shipped questions"));
    m_haystack->setItemText(0, tr("all shipped English texts"));
    m_haystack->setItemText(m_haystack->count() - 1, tr("Open file..."));
    for (const auto &[setting, field] : m_fields)
        field.widget->setToolTip(engineWord(infoOf(setting).help));
    for (const auto &[setting, label] : m_labels) {
        label->setText(engineWord(infoOf(setting).label));
        label->setToolTip(engineWord(infoOf(setting).help));
        label->buddy()->setAccessibleName(label->text());
    }
    showRanking();
}

void StudyForm::showRanking()
{
    m_rankedBy->setText(m_ranking ? tr("head map: %1").arg(mapText(*m_ranking)) : tr("no head map of this model yet: run a detection"));
}

QWidget *StudyForm::makeText(Setting setting)
{
    const bool needles = setting == Setting::Needles;
    auto *field = new PathField(fieldName(setting), this);
    connect(field, &PathField::edited, this, &StudyForm::edited);
    (needles ? m_needles : m_items) = field;
    return field;
}

QWidget *StudyForm::makeHaystack()
{
    m_haystack = new QComboBox(this);
    m_haystack->setObjectName(fieldName(Setting::Haystacks));
    m_haystack->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setHaystacks({});
    connect(m_haystack, &QComboBox::activated, this, [this](int index) {
        if (index == m_haystack->count() - 1)
            chooseHaystackFile();
        emit edited();
    });
    return m_haystack;
}

SettingField StudyForm::makeField(Setting setting)
{
    const auto changed = [this] {
        showRows();
        emit edited();
    };
    SettingField field = makeSettingField(setting, changed, this);
    if (setting == Setting::Needles || setting == Setting::Items)
        field.widget = makeText(setting);
    else if (setting == Setting::Haystacks)
        field.widget = makeHaystack();
    else if (setting == Setting::Ranking) {
        m_rankedBy = new QLabel(this);
        m_rankedBy->setWordWrap(true);
        m_rankedBy->setObjectName(fieldName(setting));
        field.widget = m_rankedBy;
    }
    return field;
}

/// Of every setting that there is; showRows() shows those of the kind. Not a QFormLayout: Qt 6.4's writes beyond its rows where some are
/// hidden and one wraps its text.
QWidget *StudyForm::makeRows()
{
    auto *rows = new QWidget;
    auto *layout = new QVBoxLayout(rows);
    layout->setContentsMargins(0, 0, 4, 0);
    layout->addLayout(m_rows);
    layout->addStretch(1);
    m_rows->setVerticalSpacing(4);
    m_rows->setColumnStretch(1, 1);
    for (const SettingInfo &info : settingInfos()) {
        const SettingField field = makeField(info.setting);
        auto *label = qobject_cast<QCheckBox *>(field.widget) ? nullptr : new QLabel(rows);
        addRow(label, field.widget);
        if (label)
            m_labels.emplace(info.setting, label);
        m_fields.emplace(info.setting, field);
    }
    return rows;
}

void StudyForm::addRow(QLabel *label, QWidget *field)
{
    const int row = m_rows->rowCount();
    m_rows->addWidget(field, row, 1);
    if (!label)
        return;
    label->setBuddy(field);
    m_rows->addWidget(label, row, 0);
}

void StudyForm::setModel(std::shared_ptr<const ModelInfo> model, std::shared_ptr<const ScoreMap> ranking)
{
    m_model = std::move(model);
    m_ranking = std::move(ranking);
    showRanking();
    showDefaults();
}

void StudyForm::setHaystacks(const QStringList &names)
{
    m_haystack->clear();
    m_haystack->addItem(tr("all shipped English texts"), QString());
    for (const QString &name : names)
        m_haystack->addItem(name, name);
    m_haystack->insertSeparator(m_haystack->count());
    m_haystack->addItem(tr("Open file..."));
}

void StudyForm::chooseHaystackFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a text to hide needles in"), {}, tr("Texts (*.txt);;All files (*)"));
    if (!path.isEmpty())
        m_haystack->insertItem(1, QFileInfo(path).fileName(), path);
    m_haystack->setCurrentIndex(path.isEmpty() ? 0 : 1);
}

void StudyForm::setKind(StudyKind kind)
{
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(kind)));
}

void StudyForm::fixKind(StudyKind kind)
{
    setKind(kind);
    m_kind->hide();
    m_help->hide();
}

StudyKind StudyForm::kind() const
{
    return static_cast<StudyKind>(m_kind->currentData().toInt());
}

StudyRequest StudyForm::request() const
{
    StudyRequest request;
    request.kind = kind();
    for (const auto &[setting, field] : m_fields) {
        if (field.apply && isShown(setting))
            field.apply(request);
    }
    return request;
}

QString StudyForm::needles() const
{
    return m_needles->path();
}

QString StudyForm::items() const
{
    return m_items->path();
}

QString StudyForm::haystack() const
{
    return m_haystack->currentData().toString();
}

void StudyForm::showKind()
{
    m_help->setText(engineWord(infoOf(kind()).help));
    showRows();
    showDefaults();
}

void StudyForm::showDefaults()
{
    if (!m_model)
        return;
    StudyRequest usual;
    usual.kind = kind();
    if (m_ranking)
        usual.masks.ranking = *m_ranking;
    infoOf(usual.kind).setDefaults(usual, *m_model);
    for (const auto &[setting, field] : m_fields) {
        if (field.show && isShown(setting))
            field.show(usual);
    }
}

void StudyForm::showRows()
{
    for (const auto &[setting, field] : m_fields)
        field.widget->setVisible(isShown(setting));
    for (const auto &[setting, label] : m_labels)
        label->setVisible(isShown(setting));
}

bool StudyForm::isShown(Setting setting) const
{
    const KindInfo &info = infoOf(kind());
    if (!info.uses(setting) || !info.uses(Setting::MaskKind))
        return info.uses(setting);
    const int how = static_cast<QComboBox *>(m_fields.at(Setting::MaskKind).widget)->currentData().toInt();
    if (setting == Setting::Factor)
        return how == static_cast<int>(MaskKind::Scale);
    if (setting == Setting::WindowSize)
        return how == static_cast<int>(MaskKind::Window);
    return true;
}

} // namespace needlescope

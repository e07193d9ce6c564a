// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/modelinfo.h"
#include "views/settingfields.h"

#include <QWidget>

#include <map>
#include <memory>

class QComboBox;
class QGridLayout;
class QLabel;

namespace needlescope {

class PathField;

/// What to study and how: a kind and its settings, made from the table of kinds. What the user has not touched says what fits the model.
class StudyForm : public QWidget
{
    Q_OBJECT
public:
    explicit StudyForm(QWidget *parent = nullptr);

    /// Null: none is open. @p ranking: the map by which heads are top; null: there is none of this model.
    void setModel(std::shared_ptr<const ModelInfo> model, std::shared_ptr<const ScoreMap> ranking);
    void setHaystacks(const QStringList &names);
    void setKind(StudyKind kind);
    /// Without a choice of kinds.
    void fixKind(StudyKind kind);
    /// Below the settings, in one line with them.
    void addRow(QLabel *label, QWidget *field);
    StudyKind kind() const;

    /// Without needles, texts, questions, frame and ranking. Throws EngineError: what was typed is not to be understood.
    StudyRequest request() const;
    // Empty: what is shipped.
    QString needles() const;
    QString items() const;
    /// A shipped text's name or a path.
    QString haystack() const;

signals:
    void edited();

private:
    void sayAgain();
    void showRanking();
    QWidget *makeText(Setting setting);
    QWidget *makeHaystack();
    SettingField makeField(Setting setting);
    QWidget *makeRows();
    void showKind();
    void showDefaults();
    void showRows();
    void chooseHaystackFile();
    bool isShown(Setting setting) const;

    std::shared_ptr<const ModelInfo> m_model;
    std::shared_ptr<const ScoreMap> m_ranking;
    QComboBox *m_kind;
    QLabel *m_help;
    QGridLayout *m_rows;
    std::map<Setting, SettingField> m_fields;
    std::map<Setting, QLabel *> m_labels; ///< of fields that do not say themselves what they are
    PathField *m_needles = nullptr;
    PathField *m_items = nullptr;
    QComboBox *m_haystack = nullptr;
    QLabel *m_rankedBy = nullptr;
};

} // namespace needlescope

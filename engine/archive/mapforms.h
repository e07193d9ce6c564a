// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/maphub.h"

namespace needlescope {

// One pair a form of file: whether the content is it, and the map in it. Readers throw EngineError.

bool isRun(const std::string &content);
ImportedMap readRunMap(const std::string &content, const std::filesystem::path &file);

/// Full matrices, layers x heads; `argmax_scores` where there are both.
bool isProfile(const std::string &content);
ImportedMap readProfile(const std::string &content, const std::filesystem::path &file);

/// `head_rankings`: [[layer, head], ...] or [[layer, head, score], ...] or [{"layer", "head", "score"}, ...], best first.
bool isRankings(const std::string &content);
ImportedMap readRankings(const std::string &content, const std::filesystem::path &file);

/// `attn_head_set: "13-18,13-21"`: a set, so each has the score 1.
bool isQrYaml(const std::string &content);
ImportedMap readQrYaml(const std::string &content, const std::filesystem::path &file);

bool isQrJson(const std::string &content);
ImportedMap readQrJson(const std::string &content, const std::filesystem::path &file);

bool isHeadList(const std::string &content);
ImportedMap readHeadList(const std::string &content, const std::filesystem::path &file);

bool isScores(const std::string &content);
ImportedMap readScores(const std::string &content, const std::filesystem::path &file);

bool isDuoAttention(const std::string &content);
ImportedMap readDuoAttention(const std::string &content, const std::filesystem::path &file);

/// Lines "# key: value" before the header are provenance, as our own figures write them.
bool isCsv(const std::string &content);
ImportedMap readCsv(const std::string &content, const std::filesystem::path &file);

} // namespace needlescope

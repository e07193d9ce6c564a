# SPDX-License-Identifier: GPL-3.0-or-later
# A layer is a folder, a static library and an include path that shows this one folder: `#include "model/transformer.h"`
# compiles only in targets that link the layer `model`. So the build itself refuses a dependency that a CMakeLists does not name.

add_library(needlescope_warnings INTERFACE)
target_compile_options(needlescope_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    $<$<BOOL:${NEEDLESCOPE_WERROR}>:-Werror>
    # GCC 12 sees overlapping copies in operator+ of std::string where there are none (GCC bug 105651).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
    # A unity build includes every source, which makes its anonymous namespace look like one of a header.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${CMAKE_UNITY_BUILD}>>:-Wno-subobject-linkage>)

# needlescope_layer(<name> SOURCES <files>... [USES <layers>...] [LIBS <public libraries>...] [PRIVATE_LIBS <libraries>...])
function(needlescope_layer name)
    cmake_parse_arguments(ARG "" "" "SOURCES;USES;LIBS;PRIVATE_LIBS" ${ARGN})
    set(view ${CMAKE_BINARY_DIR}/layers/${name})
    file(MAKE_DIRECTORY ${view})
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${view}/${name} SYMBOLIC)
    set(target needlescope_${name})
    if(ARG_SOURCES)
        add_library(${target} STATIC ${ARG_SOURCES})
        set(scope PUBLIC)
        target_link_libraries(${target} PRIVATE needlescope_warnings ${ARG_PRIVATE_LIBS})
    else()
        add_library(${target} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_include_directories(${target} ${scope} ${view})
    target_link_libraries(${target} ${scope} ${ARG_LIBS})
    foreach(used IN LISTS ARG_USES)
        target_link_libraries(${target} ${scope} needlescope_${used})
    endforeach()
    add_library(Needlescope::${name} ALIAS ${target})
endfunction()

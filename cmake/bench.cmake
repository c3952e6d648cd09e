# One program per bench/*_bench.cpp; bench/bench.py runs them beside the measurements over HTTP.

file(GLOB bench_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/bench/*_bench.cpp)
set(bench_targets)
foreach(source ${bench_sources})
  get_filename_component(name ${source} NAME_WE)
  string(REGEX REPLACE "_bench$" "" name ${name})
  add_executable(bench_${name} ${source})
  target_link_libraries(bench_${name} PRIVATE veche_features veche_embedded)
  target_precompile_headers(bench_${name} REUSE_FROM veche_pch)
  list(APPEND bench_targets bench_${name})
endforeach()
add_custom_target(benchmarks DEPENDS ${bench_targets})

# Everything the program needs at run time is inside it: templates, assets with their compressed forms, compiled message
# catalogues, migrations. tools/embed.py writes one .S file that includes the bytes and one .cpp with the table.

find_program(MSGFMT msgfmt REQUIRED)
find_program(MSGCAT msgcat REQUIRED)

set(embed_folder ${CMAKE_BINARY_DIR}/embedded)
file(MAKE_DIRECTORY ${embed_folder})

set(catalogues)
foreach(code ru en)
  file(GLOB parts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/language/${code}/*.po)
  add_custom_command(
    OUTPUT ${embed_folder}/${code}.mo
    COMMAND ${MSGCAT} --use-first -o ${embed_folder}/${code}.po ${parts}
    COMMAND ${MSGFMT} --check-format -o ${embed_folder}/${code}.mo ${embed_folder}/${code}.po
    DEPENDS ${parts} VERBATIM)
  list(APPEND catalogues ${embed_folder}/${code}.mo)
endforeach()

file(GLOB_RECURSE embed_inputs CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/src/*.html ${CMAKE_SOURCE_DIR}/src/*.txt
  ${CMAKE_SOURCE_DIR}/assets/* ${CMAKE_SOURCE_DIR}/migrations/*.sql)

add_custom_command(
  OUTPUT ${embed_folder}/bytes.S ${embed_folder}/table.cpp ${embed_folder}/personal.cpp
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/embed.py
          --source ${CMAKE_SOURCE_DIR} --out ${embed_folder} --catalogues ${catalogues}
  DEPENDS ${embed_inputs} ${catalogues} ${CMAKE_SOURCE_DIR}/tools/embed.py ${CMAKE_SOURCE_DIR}/tools/personal.py ${CMAKE_SOURCE_DIR}/tools/woff.py
          ${CMAKE_SOURCE_DIR}/assets/bundle.json
  VERBATIM)

add_library(veche_embedded STATIC ${embed_folder}/bytes.S ${embed_folder}/table.cpp ${embed_folder}/personal.cpp)
target_link_libraries(veche_embedded PUBLIC veche_core)

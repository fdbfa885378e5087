# Writes OUTPUT, a C++ file that holds the text of INPUT under the name SYMBOL.
file(READ ${INPUT} text)
string(LENGTH "${text}" length)
# Compilers limit the length of one literal: adjacent raw strings of 8,000 characters are joined.
set(literals "")
set(position 0)
while(position LESS length)
  string(SUBSTRING "${text}" ${position} 8000 piece)
  string(APPEND literals "R\"rowlock(${piece})rowlock\"\n")
  math(EXPR position "${position} + 8000")
endwhile()
file(WRITE ${OUTPUT}
  "#include <string_view>\n\nnamespace rowlock::embedded {\n"
  "extern const std::string_view ${SYMBOL};\n"
  "const std::string_view ${SYMBOL} =\n${literals};\n}  // namespace rowlock::embedded\n")

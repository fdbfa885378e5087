std::string home() {
    return getenv("HOME");
}
